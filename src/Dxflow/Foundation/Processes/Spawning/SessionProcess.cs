namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// A child of ours and the session it leads: its end is seen and taken, and disposing kills what has not ended, all of the session, and
/// waits until it is gone. What an ended leader left behind is spared. Until the leader is reaped its number is its own, so nobody else is
/// hit.
/// </summary>
internal sealed class SessionProcess : IAsyncDisposable
{
    private static readonly TimeSpan KillAgain = TimeSpan.FromMilliseconds(5);

    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _reaping = new();
    private readonly TimeProvider _time;
    private readonly int _pid;
    private readonly SafePidHandle _handle;
    private bool _isReaped;
    private bool _isDisposed;

    /// <summary><paramref name="pid"/> was just spawned, and belongs to this from now on, also if this throws.</summary>
    public SessionProcess(int pid, ReadyThread ready, TimeProvider time)
    {
        (_pid, _time) = (pid, time);
        try
        {
            _handle = SafePidHandle.Open(pid)!;
            ready.Watch(_handle, toWrite: false, End);
        }
        catch
        {
            ChildProcess.KillAndReap(pid);
            throw;
        }
    }

    /// <summary>The exit code; 128 + n for a death by signal n.</summary>
    public Task<int> Exited => _exited.Task;

    public async ValueTask DisposeAsync()
    {
        lock (_reaping)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        if (!_isReaped)
        {
            var all = new ProcessTree.Query(Mark: null, _pid);
            while (ProcessTree.Find([all])[0] is { Count: > 0 } left)
            {
                foreach (var process in left)
                {
                    ProcessTree.Signal(process, all, SignalNames.Kill);
                }

                await Task.Delay(KillAgain, _time);
            }

            await _ended.Task;
            Reap();
        }

        _handle.Dispose();
    }

    private void End()
    {
        lock (_reaping)
        {
            if (!_isDisposed)
            {
                Reap();
            }
        }

        _ended.SetResult();
    }

    private void Reap()
    {
        _isReaped = true;
        _exited.SetResult(ChildProcess.Reap(_pid)?.Code ?? 0);
    }
}
