namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// A child of ours and the session it leads: its end is seen and taken, and disposing kills what has not ended, all of the session, and
/// waits until it is gone. What an ended leader left behind is spared. Until the leader is reaped its number is its own, so nobody else is
/// hit.
/// </summary>
internal sealed class SessionProcess : IAsyncDisposable
{
    private static readonly TimeSpan KillAgain = TimeSpan.FromMilliseconds(5);

    /// <summary>What cannot be killed for ten seconds, because it waits for a disk, say, is left to end by itself.</summary>
    private const int KillsMax = 2_000;

    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _reaping = new();
    private readonly TimeProvider _time;
    private readonly int _pid;
    private readonly ISessionSight _sight;
    private readonly IDisposable? _watch;
    private bool _isReaped;
    private bool _isDisposed;

    /// <summary><paramref name="pid"/> was just spawned, and belongs to this from now on, also if this throws.</summary>
    public SessionProcess(int pid, ReadyThread ready, TimeProvider time)
        : this(pid, new PidfdSight(ready), time)
    {
    }

    /// <summary>The same, as another system sees it.</summary>
    public SessionProcess(int pid, ISessionSight sight, TimeProvider time)
    {
        (_pid, _sight, _time) = (pid, sight, time);
        try
        {
            _watch = sight.Watch(pid, End);
        }
        catch
        {
            ChildProcess.KillAndReap(pid);
            throw;
        }
    }

    /// <summary>The exit code; 128 + n for a death by signal n.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Tells the leader alone; one that has ended is told nothing.</summary>
    public void Signal(int signal)
    {
        lock (_reaping)
        {
            if (!_isReaped && !_isDisposed)
            {
                _ = Kernel.Kill(_pid, signal);
            }
        }
    }

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
            for (var kills = 0; kills < KillsMax && _sight.Kill(_pid, _ended.Task.IsCompleted); kills++)
            {
                await Task.Delay(KillAgain, _time);
            }

            await _ended.Task;
            Reap();
        }

        _watch?.Dispose();
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
