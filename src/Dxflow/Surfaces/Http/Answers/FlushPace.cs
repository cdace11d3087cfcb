namespace Dxflow.Surfaces.Http.Answers;

/// <summary>
/// When records that are ready are sent. Between two sendings there is a short pause, so that a burst wakes its reader less often; but who
/// has just sent something themselves, a key above all, waits for what it leads to: then there is none.
/// </summary>
internal sealed class FlushPace(TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);

    /// <summary>Longer than one key takes to follow another where somebody types without looking up.</summary>
    private static readonly TimeSpan AwaitedFor = TimeSpan.FromMilliseconds(250);

    private long? _flushedAt;
    private long _askedAt;
    private bool _wasAsked;

    /// <summary>How long to wait for more; zero or less: not at all.</summary>
    public TimeSpan Pause => _flushedAt is not { } flushed || IsAwaited ? TimeSpan.Zero : Between - time.GetElapsedTime(flushed);

    private bool IsAwaited => Volatile.Read(ref _wasAsked) && time.GetElapsedTime(Volatile.Read(ref _askedAt)) < AwaitedFor;

    /// <summary>Something came in; from any thread.</summary>
    public void Asked()
    {
        Volatile.Write(ref _askedAt, time.GetTimestamp());
        Volatile.Write(ref _wasAsked, true);
    }

    /// <summary>What was ready has been sent.</summary>
    public void Flushed() => _flushedAt = time.GetTimestamp();
}
