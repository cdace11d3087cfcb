using Dxflow.Workflows.Running.Owed;

namespace Dxflow.Workflows.Running.Capacity;

/// <summary>Cpus in thousandths of a core, so that sums are exact; memory in bytes.</summary>
internal readonly record struct Amount(long MilliCpus, long MemoryBytes)
{
    public bool IsNothing => MilliCpus == 0 && MemoryBytes == 0;

    public static Amount Of(double cpus, long memoryBytes) => new((long)Math.Ceiling(cpus * 1000), memoryBytes);

    public static Amount operator +(Amount a, Amount b) => new(a.MilliCpus + b.MilliCpus, a.MemoryBytes + b.MemoryBytes);

    public static Amount operator -(Amount a, Amount b) => new(a.MilliCpus - b.MilliCpus, a.MemoryBytes - b.MemoryBytes);

    public bool IsWithin(Amount limit) => MilliCpus <= limit.MilliCpus && MemoryBytes <= limit.MemoryBytes;
}

internal enum WishState : byte
{
    Waiting,
    Instant,
    Ahead,
    Open,
    Dropped,
}

/// <summary>One wish for capacity on its way from asked to dropped.</summary>
internal sealed class Wish(RunWishes run, LeaseKey key, Amount amount)
{
    public RunWishes Run => run;

    public LeaseKey Key => key;

    public Amount Amount => amount;

    public WishState State { get; set; }

    /// <summary>How many that came later were opened before it.</summary>
    public int Passes { get; set; }
}

/// <summary>
/// The wishes of one run: all by key, and those that are not leased in order. What is dropped stays in the queue as a husk.
/// </summary>
internal sealed class RunWishes(string run)
{
    private int _husks;

    public string Run => run;

    public bool IsInTurn { get; set; }

    public Dictionary<LeaseKey, Wish> All { get; } = [];

    public Queue<Wish> Wishes { get; private set; } = [];

    public bool TryPeek(out Wish wish)
    {
        while (Wishes.TryPeek(out wish!))
        {
            if (wish.State == WishState.Waiting)
            {
                return true;
            }

            Wishes.Dequeue();
            _husks--;
        }

        return false;
    }

    public void Thin()
    {
        if (++_husks > Wishes.Count / 2)
        {
            Wishes = new Queue<Wish>(Wishes.Where(wish => All.ContainsKey(wish.Key)));
            _husks = 0;
        }
    }
}
