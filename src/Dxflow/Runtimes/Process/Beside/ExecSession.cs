using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Dxflow.Foundation.Processes.Spawning;

namespace Dxflow.Runtimes.Process.Beside;

/// <summary>A program beside a task, with a pipe for each of its streams. It leads a session, by which all of it is killed.</summary>
internal sealed class ExecSession : IExecSession
{
    private static readonly TimeSpan KillAgain = TimeSpan.FromMilliseconds(5);

    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock reaping = new();
    private readonly TimeProvider time;
    private readonly int pid;
    private readonly SafePidHandle handle;
    private bool isReaped;
    private bool isDisposed;

    public ExecSession(int pid, ReadyThread ready, Stream[] streams, TimeProvider time)
    {
        this.pid = pid;
        this.time = time;
        (Input, Output, Error) = (streams[0], streams[1], streams[2]);
        try
        {
            handle = SafePidHandle.Open(pid)!;
            ready.Watch(handle, toWrite: false, End);
        }
        catch
        {
            ChildProcess.KillAndReap(pid);
            throw;
        }
    }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    public Task<int> Exited => exited.Task;

    /// <summary>What has not ended is killed with its whole session, and reaped after that: until then its number is its own.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (reaping)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
        }

        if (!isReaped)
        {
            var all = new ProcessTree.Query(Mark: null, pid);
            while (ProcessTree.Find([all])[0] is { Count: > 0 } left)
            {
                foreach (var process in left)
                {
                    ProcessTree.Signal(process, all, SignalNames.Kill);
                }

                await Task.Delay(KillAgain, time);
            }

            await ended.Task;
            Reap();
        }

        await Input.DisposeAsync();
        await Output.DisposeAsync();
        await Error.DisposeAsync();
        handle.Dispose();
    }

    private void End()
    {
        lock (reaping)
        {
            if (!isDisposed)
            {
                Reap();
            }
        }

        ended.SetResult();
    }

    private void Reap()
    {
        isReaped = true;
        exited.SetResult(ChildProcess.Reap(pid)?.Code ?? 0);
    }
}
