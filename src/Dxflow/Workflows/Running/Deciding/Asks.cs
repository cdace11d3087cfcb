namespace Dxflow.Workflows.Running.Deciding;

/// <summary>
/// How many slices are still asked about in this turn, and which steps are in the middle of being asked: what comes in meanwhile, a stop
/// say, is not kept waiting by a million questions. Nothing of it is a fact. After a crash it is begun again, and what was taken over until
/// then is final.
/// </summary>
internal sealed class Asks(int perTurn)
{
    public const int PerTurn = 1000;

    private readonly Dictionary<int, int> _next = [];
    private readonly Queue<int> _waiting = [];
    private readonly HashSet<int> _waits = [];
    private int _asked;

    /// <summary>Steps wait for another turn.</summary>
    public bool HasMore => _waiting.Count > 0;

    /// <summary>That turn has begun: they may be looked at.</summary>
    public bool MayGoOn => HasMore && _asked < perTurn;

    public void NextTurn() => _asked = 0;

    /// <summary>One question; false: not in this turn.</summary>
    public bool TryTake()
    {
        if (_asked >= perTurn)
        {
            return false;
        }

        _asked++;
        return true;
    }

    public bool IsBegun(int step) => _next.ContainsKey(step);

    public bool IsWaiting(int step) => _waits.Contains(step);

    /// <summary>The first slice of a step, by its number, that has not been asked about.</summary>
    public int From(int step) => _next.GetValueOrDefault(step);

    public void GoOnAt(int step, int place)
    {
        _next[step] = place;
        _waits.Add(step);
        _waiting.Enqueue(step);
    }

    public void Done(int step) => _next.Remove(step);

    /// <summary>Takes one step that waited.</summary>
    public bool TryNext(out int step) => _waiting.TryDequeue(out step) && _waits.Remove(step);
}
