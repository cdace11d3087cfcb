using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Dxflow.Foundation.Processes.Spawning;

namespace Dxflow.Runtimes.Process.Beside;

/// <summary>A program beside a task, with a pipe for each of its streams.</summary>
internal sealed class ExecSession : IExecSession
{
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock reaping = new();
    private readonly int pid;
    private readonly SafePidHandle handle;
    private bool isReaped;

    public ExecSession(int pid, ReadyThread ready, PipeEnd input, PipeEnd output, PipeEnd error)
    {
        this.pid = pid;
        Input = input;
        Output = output;
        Error = error;
        try
        {
            handle = SafePidHandle.Open(pid)!;
            ready.Watch(handle, toWrite: false, Reap);
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

    public async ValueTask DisposeAsync()
    {
        lock (reaping)
        {
            if (!isReaped)
            {
                // It leads its own group, and its number is its own until it is reaped.
                ChildProcess.KillGroup(pid);
            }
        }

        await exited.Task;
        await Input.DisposeAsync();
        await Output.DisposeAsync();
        await Error.DisposeAsync();
        handle.Dispose();
    }

    private void Reap()
    {
        lock (reaping)
        {
            isReaped = true;
            exited.SetResult(ChildProcess.Reap(pid)?.Code ?? 0);
        }
    }
}
