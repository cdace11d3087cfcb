namespace Dxflow.Workflows.Running.Loops;

/// <summary>
/// Wall time as it was when the engine started, moved on by the monotonic clock: a jump of the system's time, or a suspend, fires no
/// deadline early. Deadlines are journaled in wall time, so the next engine measures them by its own start.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly long _startedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long _timestamp = time.GetTimestamp();

    public TimeProvider Time => time;

    /// <summary>Unix milliseconds.</summary>
    public long Now => _startedAt + (long)time.GetElapsedTime(_timestamp).TotalMilliseconds;
}
