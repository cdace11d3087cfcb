using System.Diagnostics;
using System.Text;

namespace Dxflow.EndToEnd.Support;

/// <summary>An engine that a test booted in the foreground: ended by SIGTERM, or killed where the test wants a crash.</summary>
internal sealed class Engine(Home home, Process process) : IAsyncDisposable
{
    private readonly StringBuilder _output = new();

    public int Pid => process.Id;

    public string Output => _output.ToString();

    public async Task Ready()
    {
        process.OutputDataReceived += (_, line) => _output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => _output.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Home.Until(
            async () => process.HasExited
                ? throw new InvalidOperationException($"the engine ended with {process.ExitCode}:\n{_output}")
                : (await home.Run("engine", "ping", "--quiet")).Exit == 0,
            "the engine to answer");
    }

    /// <summary><c>kill -9</c>: nothing is flushed, nobody is told.</summary>
    public async Task Crash()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> Ended()
    {
        await process.WaitForExitAsync(new CancellationTokenSource(Home.Patience).Token);
        return process.ExitCode;
    }

    public async Task<int> Stop()
    {
        using (Process.Start("kill", ["-TERM", process.Id.ToString()]))
        {
            await process.WaitForExitAsync(new CancellationTokenSource(Home.Patience).Token);
        }

        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Stop();
        }

        process.Dispose();
    }
}
