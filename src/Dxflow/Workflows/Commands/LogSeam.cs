namespace Dxflow.Workflows.Commands;

/// <summary>
/// Joins a stream of log lines to the one before it that broke off. Lines have times, but no numbers: the new stream is asked for a
/// little more than is missing, and what was shown of that already is left out.
/// </summary>
internal sealed class LogSeam
{
    /// <summary>More than the resolution of the lines' times, which is a second.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);
    private const int RecentMax = 10_000;
    private readonly Queue<LogLine> _recent = [];
    private HashSet<LogLine> _shown = [];
    private DateTimeOffset? _last;

    /// <summary>How far back the next stream has to begin; null is from the beginning.</summary>
    public TimeSpan? Since(DateTimeOffset now) => _last is { } last ? now - last + Overlap : null;

    public void Broke() => _shown = [.. _recent];

    public bool IsNew(LogLine line)
    {
        if (_shown.Remove(line))
        {
            return false;
        }

        _recent.Enqueue(line);
        if (_recent.Count > RecentMax)
        {
            _recent.Dequeue();
        }

        _last = _last is { } last && last > line.At ? last : line.At;
        return true;
    }
}
