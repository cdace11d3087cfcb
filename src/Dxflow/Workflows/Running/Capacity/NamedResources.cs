namespace Dxflow.Workflows.Running.Capacity;

/// <summary>
/// The named resources of the machine (licences, gpus): how many there are, and how many are booked over all runtimes and runs. Each
/// runtime's slots have a loop of their own, and these are one machine's, so this has a lock. More than there are is booked for nobody but
/// what was found running after a restart; who wishes more than there are by now gets all of them.
/// </summary>
internal sealed class NamedResources(IReadOnlyDictionary<string, int> capacity)
{
    public static readonly IReadOnlyDictionary<string, int> Nothing = new Dictionary<string, int>();

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _booked = [];
    private readonly List<Action> _wakers = [];

    /// <summary>Called whenever some were given back: whoever waits looks again.</summary>
    public void WhenFreed(Action wake)
    {
        lock (_lock)
        {
            _wakers.Add(wake);
        }
    }

    /// <summary>All that is wanted, or nothing.</summary>
    public bool TryBook(IReadOnlyDictionary<string, int> wanted)
    {
        lock (_lock)
        {
            if (wanted.Any(each => _booked.GetValueOrDefault(each.Key) + Bounded(each) > Count(each.Key)))
            {
                return false;
            }

            Add(wanted, 1);
            return true;
        }
    }

    /// <summary>It has them already.</summary>
    public void Force(IReadOnlyDictionary<string, int> wanted)
    {
        lock (_lock)
        {
            Add(wanted, 1);
        }
    }

    public void Release(IReadOnlyDictionary<string, int> wanted)
    {
        List<Action> wakers;
        lock (_lock)
        {
            Add(wanted, -1);
            wakers = [.. _wakers];
        }

        wakers.ForEach(static wake => wake());
    }

    public IReadOnlyList<NamedUse> Use()
    {
        lock (_lock)
        {
            return [.. capacity.Select(each => new NamedUse(each.Key, each.Value, _booked.GetValueOrDefault(each.Key)))
                .OrderBy(static use => use.Name, StringComparer.Ordinal)];
        }
    }

    private void Add(IReadOnlyDictionary<string, int> wanted, int sign)
    {
        foreach (var each in wanted)
        {
            _booked[each.Key] = _booked.GetValueOrDefault(each.Key) + (sign * Bounded(each));
        }
    }

    private long Bounded(KeyValuePair<string, int> wanted) => Math.Min(wanted.Value, Count(wanted.Key));

    private long Count(string name) => capacity.GetValueOrDefault(name);
}
