using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>A file that Windows can start, with its command line, its environment and where it starts.</summary>
internal sealed record ConsoleStart(string Program, string Line, string Environment, string Directory);

/// <summary>
/// A program of Windows on a pseudo-console (ConPTY), and all that it starts.
/// <list type="number">
/// <item>A pipe each way, the console between them, a job; then the program, which has both from its first instruction.</item>
/// <item>Our copies of the console's ends are closed, or no end would ever be seen.</item>
/// <item>The program's end closes the console, which hangs up on whoever is left and writes what it still has; then the output ends. That
/// may wait for who reads the output, so it has a thread of its own.</item>
/// <item>Disposing ends the whole job first. Where nobody reads, the output is given up after a while, and the console closes without.
/// </item>
/// </list>
/// </summary>
internal sealed class PseudoConsole : IAsyncDisposable
{
    /// <summary>As a shell says it of a program that was killed, and as the other systems do here.</summary>
    private const int KilledCode = 137;

    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(2);

    private readonly ConsolePipe _input;
    private readonly ConsolePipe _output;
    private readonly SafeConsoleHandle _console;
    private readonly ConsoleJob _job;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isDisposed;

    private PseudoConsole((ConsolePipe Input, ConsolePipe Output) pipes, SafeConsoleHandle console, ConsoleJob job, TimeProvider time)
    {
        (_input, _output) = pipes;
        (_console, _job, _time) = (console, job, time);
    }

    public Stream Input => _input.Ours;

    public Stream Output => _output.Ours;

    /// <summary>The exit code, as Windows has it: codes of crashes (0xC0000005) are negative.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>A failure is an <see cref="IOException"/>, and nothing is left.</summary>
    public static async Task<PseudoConsole> StartAsync(ConsoleStart start, TerminalSize size, TimeProvider time, CancellationToken cancel)
    {
        var input = await ConsolePipe.OpenAsync(PipeDirection.Out, cancel);
        var output = default(ConsolePipe);
        var console = default(SafeConsoleHandle);
        var job = default(ConsoleJob);
        try
        {
            output = await ConsolePipe.OpenAsync(PipeDirection.In, cancel);
            console = Create(size, input, output);
            job = new ConsoleJob();
            var process = Spawn(start, console, job);
            input.LetGo();
            output.LetGo();
            var made = new PseudoConsole((input, output), console, job, time);
            made.Watch(process);
            return made;
        }
        catch
        {
            job?.Dispose();
            output?.Dispose();
            input.Dispose();
            console?.Dispose();
            throw;
        }
    }

    /// <summary>Where it has ended there is nobody to tell.</summary>
    public void Resize(TerminalSize size)
    {
        try
        {
            _ = ConsoleCalls.Resize(_console, ConsoleWindow.Of(size));
        }
        catch (ObjectDisposedException)
        {
            // It was closed in this moment, with its program.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _job.End(KilledCode);
        await _exited.Task;
        await Task.WhenAny(_closed.Task, Task.Delay(DrainMax, _time));
        _input.Dispose();
        _output.Dispose();
        await _closed.Task;
        _job.Dispose();
    }

    private static SafeConsoleHandle Create(TerminalSize size, ConsolePipe input, ConsolePipe output)
    {
        var result = ConsoleCalls.Create(ConsoleWindow.Of(size), input.Theirs, output.Theirs, 0, out var console);
        return result == 0 ? new SafeConsoleHandle(console) : throw ConsoleException.OfResult("make", "a terminal", result);
    }

    private static unsafe SafeWaitHandle Spawn(ConsoleStart start, SafeConsoleHandle console, ConsoleJob job)
    {
        using var attributes = new ConsoleAttributes(console, job);
        var startup = new ConsoleCalls.StartupInfoEx
        {
            Bytes = (uint)sizeof(ConsoleCalls.StartupInfoEx),
            Flags = ConsoleCalls.OwnStreams,
            Attributes = attributes.List,
        };
        var line = (start.Line + '\0').ToCharArray();
        fixed (char* writable = line, environment = start.Environment)
        {
            if (ConsoleCalls.CreateProcess(
                start.Program, writable, null, null, 0, ConsoleCalls.ExtendedStartup | ConsoleCalls.UnicodeEnvironment, environment,
                start.Directory, &startup, out var process) == 0)
            {
                throw ConsoleException.OfLast("start", start.Program);
            }

            _ = ConsoleCalls.CloseHandle(process.Thread);
            return new SafeWaitHandle(process.Process, ownsHandle: true);
        }
    }

    private void Watch(SafeWaitHandle process)
    {
        var ended = new ManualResetEvent(false) { SafeWaitHandle = process };
        ThreadPool.RegisterWaitForSingleObject(ended, (_, _) => End(process), null, Timeout.Infinite, executeOnlyOnce: true);
    }

    private void End(SafeWaitHandle process)
    {
        var code = ConsoleCalls.ExitCodeOf(process, out var value) != 0 ? (int)value : -1;
        process.Dispose();
        var closing = new Thread(() =>
        {
            _console.Dispose();
            _closed.SetResult();
        })
        { IsBackground = true, Name = "closing console" };
        closing.Start();
        _exited.SetResult(code);
    }
}
