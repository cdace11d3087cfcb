namespace Dxflow.Foundation.Meters;

/// <summary>
/// How long something took, counted in fixed classes. Written from any thread without a lock and without allocating, so that it may
/// stand on the path of every call; a reading beside writers may miss the last of them.
/// </summary>
internal sealed class Histogram
{
    /// <summary>The upper bounds of the classes, in seconds; the last class has none.</summary>
    public static readonly IReadOnlyList<double> Bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    private static readonly long[] BoundTicks = [.. Bounds.Select(static bound => TimeSpan.FromSeconds(bound).Ticks)];
    private readonly long[] _counts = new long[Bounds.Count + 1];
    private long _ticks;

    public void Record(TimeSpan took)
    {
        var at = 0;
        while (at < BoundTicks.Length && took.Ticks > BoundTicks[at])
        {
            at++;
        }

        Interlocked.Increment(ref _counts[at]);
        Interlocked.Add(ref _ticks, took.Ticks);
    }

    public HistogramReading Read()
    {
        var counts = new long[_counts.Length];
        var sum = 0L;
        for (var at = 0; at < counts.Length; at++)
        {
            counts[at] = sum += Volatile.Read(ref _counts[at]);
        }

        return new HistogramReading(counts, TimeSpan.FromTicks(Volatile.Read(ref _ticks)).TotalSeconds);
    }
}

/// <summary>
/// Up to each bound of <see cref="Histogram.Bounds"/> how many, those of the classes below among them; the last is all.
/// <see cref="Sum"/> in seconds.
/// </summary>
internal sealed record HistogramReading(IReadOnlyList<long> UpTo, double Sum)
{
    public long Count => UpTo[^1];
}
