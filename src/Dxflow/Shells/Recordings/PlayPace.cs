namespace Dxflow.Shells.Recordings;

/// <summary>When the next of a recording is due: so many times as fast, pauses cut short, and held while somebody wants it held.</summary>
internal sealed class PlayPace(double speed, TimeSpan idle, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _before;
    private TaskCompletionSource? _held;

    /// <summary>Holds it, or lets it go on.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            if (_held is null)
            {
                _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return;
            }

            _held.SetResult();
            _held = null;
        }
    }

    /// <summary>How long to wait between what was last played and this.</summary>
    public TimeSpan Until(double seconds)
    {
        var pause = Math.Max(0, seconds - _before);
        _before = Math.Max(_before, seconds);
        return TimeSpan.FromSeconds((idle > TimeSpan.Zero ? Math.Min(pause, idle.TotalSeconds) : pause) / speed);
    }

    public async Task WaitForAsync(double seconds, CancellationToken cancel)
    {
        var pause = Until(seconds);
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, time, cancel);
        }

        Task held;
        lock (_gate)
        {
            held = _held?.Task ?? Task.CompletedTask;
        }

        await held.WaitAsync(cancel);
    }
}
