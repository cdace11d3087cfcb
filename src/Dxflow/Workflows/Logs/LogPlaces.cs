using Dxflow.Runtimes;
using Dxflow.Runtimes.Logs;

namespace Dxflow.Workflows.Logs;

/// <summary>
/// How far a stream of lines has come in each log, so that it can be taken up behind any of its lines, also by another engine: times are no
/// help there, since a line's time is known better later, but an offset stays. Of an instance all that is before its first attempt in here
/// was given; an instance that is not in here is read from its first attempt on. May be used by several at once.
/// </summary>
internal sealed class LogPlaces(int run, string id, bool hasTail, LogPlaceText? from)
{
    /// <summary>Of more logs there are no places: a header has to hold them.</summary>
    public const int Max = 200;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<(int Step, int Slice, int Attempt), Entry> _entries = [];
    private readonly Dictionary<(int Step, int Slice, int Attempt), LogPlace?> _from =
        from?.Entries.ToDictionary(static each => (each.Step, each.Slice, each.Attempt), static each => each.Place) ?? [];

    /// <summary>From which attempt of an instance on there are lines to give; null: as the request says.</summary>
    public int? First(int step, int slice)
    {
        if (from is null)
        {
            return null;
        }

        var known = _from.Keys.Where(key => key.Step == step && key.Slice == slice).ToList();
        return known.Count == 0 ? 1 : known.Min(static key => key.Attempt);
    }

    /// <summary>An attempt's logs will be read: behind which offsets; null: from where the request says.</summary>
    public LogPlace? Begin(AttemptId attempt, bool isFirst)
    {
        var key = (attempt.Step, attempt.Slice, attempt.Attempt);
        var place = from is null || _from.ContainsKey(key) ? _from.GetValueOrDefault(key) : default(LogPlace);
        lock (_gate)
        {
            // Where the last lines only are wanted it is not known yet which these are.
            _entries.TryAdd(key, new Entry(place ?? (hasTail && isFirst ? null : default(LogPlace)), false));
        }

        return place;
    }

    /// <summary>The last lines were found: what is before these offsets is not wanted.</summary>
    public void Found(AttemptId attempt, LogPlace place) => Change(
        (attempt.Step, attempt.Slice, attempt.Attempt), entry => entry.Place is null ? entry with { Place = place } : entry);

    /// <summary>All lines of an attempt were given.</summary>
    public void Ended(AttemptId attempt) =>
        Change((attempt.Step, attempt.Slice, attempt.Attempt), static entry => entry with { IsOver = true });

    /// <summary>A line was given; the place behind it, as text.</summary>
    public string After(int step, LogLine line)
    {
        Change(
            (step, line.Slice, line.Attempt),
            entry => entry with { Place = (entry.Place ?? default).With(line.Error, line.Position) });
        lock (_gate)
        {
            return _entries.Count > 2 * Max ? "" : Text();
        }
    }

    private string Text()
    {
        var told = new List<LogPlaceEntry>();
        foreach (var instance in _entries.GroupBy(static pair => (pair.Key.Step, pair.Key.Slice)))
        {
            // Over, with another attempt after it: nothing of it is missing. The first attempt, as yet without a line, need not be told.
            var attempts = instance.ToList();
            for (var at = 0; at < attempts.Count; at++)
            {
                var ((step, slice, attempt), entry) = (attempts[at].Key, attempts[at].Value);
                var isSilent = attempts.Count == 1 && attempt == 1 && entry.Place == default(LogPlace);
                if (!isSilent && !(entry.IsOver && at < attempts.Count - 1))
                {
                    told.Add(new LogPlaceEntry(step, slice, attempt, entry.Place));
                }
            }
        }

        return told.Count > Max ? "" : new LogPlaceText(run, id, told).ToString();
    }

    private void Change((int Step, int Slice, int Attempt) key, Func<Entry, Entry> change)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                _entries[key] = change(entry);
            }
        }
    }

    /// <summary>Without a place the last lines were to be given, and none was so far.</summary>
    private readonly record struct Entry(LogPlace? Place, bool IsOver);
}
