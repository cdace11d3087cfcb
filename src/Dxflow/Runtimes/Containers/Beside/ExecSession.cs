using System.IO.Pipelines;
using System.Text;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Terminals;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Runtimes.Containers.Beside;

/// <summary>
/// A program beside a container's own, over one connection: what it writes is taken apart into two pipes, each of which makes the
/// program wait when nobody reads. The API cannot kill it: where its processes can be seen they are found by their <see cref="Mark"/>.
/// </summary>
internal sealed class ExecSession : IExecSession
{
    public const string MarkName = "DXFLOW_EXEC";

    private const int PipeBytesMax = 1 << 20;
    private const int FailureBytesMax = 4_096;
    private const int KillsMax = 100;
    private const int UnknownCode = 255;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private readonly ExecCalls execs;
    private readonly string id;
    private readonly HijackedStream connection;
    private readonly TimeProvider time;
    private readonly Pipe output = NewPipe();
    private readonly Pipe error = NewPipe();
    private readonly MemoryStream head = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Task pump;
    private readonly Lock resizing = new();
    private Task resized = Task.CompletedTask;

    public ExecSession(ExecCalls execs, string id, HijackedStream connection, bool isTerminal, TimeProvider time)
    {
        (this.execs, this.id, this.connection, this.time) = (execs, id, connection, time);
        Input = new ExecInputStream(connection);
        Output = output.Reader.AsStream();
        Error = error.Reader.AsStream();
        pump = PumpAsync(new FrameReader(connection.Reader, isTerminal));
        Exited = ExitAsync();
    }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    public Task<int> Exited { get; }

    /// <summary>Null where the container's processes cannot be seen from here.</summary>
    public string? Mark { get; init; }

    public bool IsDrained => pump.IsCompleted;

    /// <summary>One after another: over two connections an earlier size could arrive last.</summary>
    public void Resize(TerminalSize size)
    {
        lock (resizing)
        {
            resized = ResizeAsync(resized, size);
        }
    }

    /// <summary>The engine's own words, if what came is not the program's: it was never started.</summary>
    public async Task<string?> FailureAsync()
    {
        await Task.WhenAny(pump, Task.Delay(TimeSpan.FromSeconds(1), time));
        lock (head)
        {
            var text = Encoding.UTF8.GetString(head.GetBuffer().AsSpan(0, (int)head.Length));
            return text.Contains("OCI runtime", StringComparison.Ordinal) ? text.Split('\n')[0].Trim() : null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
        {
            await KillAsync();
        }

        await closing.CancelAsync();
        await connection.DisposeAsync();
        await pump;
        await Output.DisposeAsync();
        await Error.DisposeAsync();
        await Exited;
    }

    private async Task KillAsync()
    {
        connection.CloseInput();
        if (Mark is null)
        {
            return;
        }

        var query = new ProcessTree.Query(Mark);
        for (var round = 0; round < KillsMax; round++)
        {
            var found = ProcessTree.Find([query])[0];
            if (found.Count == 0 && (round > 0 || Exited.IsCompleted))
            {
                break;
            }

            foreach (var pid in found)
            {
                ProcessTree.Signal(pid, query, SignalNames.Kill);
            }

            await Task.Delay(LookAgain, time);
        }

        // Its end is told by the engine a moment later.
        await Task.WhenAny(Exited, Task.Delay(TimeSpan.FromSeconds(10), time));
    }

    private async Task PumpAsync(FrameReader frames)
    {
        try
        {
            while (await frames.NextAsync(closing.Token) is { } piece)
            {
                Remember(piece.Bytes.Span);
                await (piece.Error ? error : output).Writer.WriteAsync(piece.Bytes, closing.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            // Closed by us, or the engine has gone.
        }

        await output.Writer.CompleteAsync();
        await error.Writer.CompleteAsync();
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        lock (head)
        {
            head.Write(bytes[..Math.Min(bytes.Length, FailureBytesMax - (int)Math.Min(head.Length, FailureBytesMax))]);
        }
    }

    private async Task<int> ExitAsync()
    {
        await pump;
        while (true)
        {
            try
            {
                // Forgotten with its container.
                var state = await execs.FindAsync(id, closing.Token);
                if (state is null)
                {
                    return UnknownCode;
                }

                if (!state.Running && state.ExitCode is { } code)
                {
                    return code;
                }
            }
            catch (Exception gone) when (gone is Fault or OperationCanceledException)
            {
                // The engine has gone, and what it ran beside containers is not found again; or nobody wants to know any more.
                return UnknownCode;
            }

            if (closing.IsCancellationRequested)
            {
                return UnknownCode;
            }

            await Task.Delay(LookAgain, time);
        }
    }

    private async Task ResizeAsync(Task before, TerminalSize size)
    {
        await before;
        try
        {
            await execs.ResizeAsync(id, size, closing.Token);
        }
        catch (Exception gone) when (gone is Fault or OperationCanceledException or ObjectDisposedException)
        {
            // It has ended; there is no window any more.
        }
    }

    private static Pipe NewPipe() => new(new PipeOptions(pauseWriterThreshold: PipeBytesMax, resumeWriterThreshold: PipeBytesMax / 2));
}
