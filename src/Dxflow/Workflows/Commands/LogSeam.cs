namespace Dxflow.Workflows.Commands;

/// <summary>
/// Joins a stream of log lines to the one before it that broke off. Of each stream of each attempt it is known how far it was shown; the
/// new stream is asked for a little more than is missing, and what was shown already is left out.
/// </summary>
internal sealed class LogSeam
{
    /// <summary>More than the resolution of the lines' times, which is a second.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5);
    private readonly Dictionary<(string Step, int Slice, int Attempt, bool Error), long> _shown = [];
    private DateTimeOffset? _last;

    /// <summary>From when on the next stream has to begin; null is from the beginning.</summary>
    public DateTimeOffset? Since => _last - Overlap;

    public bool IsNew(LogLine line)
    {
        var stream = (line.Step, line.Slice, line.Attempt, line.Error);
        if (_shown.TryGetValue(stream, out var position) && line.Position <= position)
        {
            return false;
        }

        _shown[stream] = line.Position;
        _last = _last is { } last && last > line.At ? last : line.At;
        return true;
    }
}
