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
internal sealed class Wish(RunWishes run, LeaseRequest request, Amount amount)
{
    public RunWishes Run => run;

    public LeaseKey Key => request.Key;

    public int Node => request.Node;

    /// <summary>What it wants of named resources; null: nothing.</summary>
    public IReadOnlyDictionary<string, int>? Named => request.Named;

    public Amount Amount => amount;

    public WishState State { get; set; }

    /// <summary>How many that came later got what it waits for.</summary>
    public int Passes { get; set; }
}

/// <summary>The wishes of one run: all by key, and those that are not leased in lines that take turns.</summary>
internal sealed class RunWishes(string run)
{
    private readonly List<WishLine> _lines = [];

    public string Run => run;

    public bool IsInTurn { get; set; }

    public Dictionary<LeaseKey, Wish> All { get; } = [];

    /// <summary>Those that have wishes, in the order in which they are asked for one.</summary>
    public IReadOnlyList<WishLine> Lines
    {
        get
        {
            _lines.RemoveAll(static line => !line.TryPeek(out _));
            return _lines;
        }
    }

    public int Waiting => _lines.Sum(static line => line.Count);

    public void Enqueue(Wish wish)
    {
        var node = wish.Named is null ? WishLine.Plain : wish.Node;
        var line = _lines.Find(line => line.Node == node);
        if (line is null)
        {
            _lines.Add(line = new WishLine(node));
        }

        line.Enqueue(wish);
    }

    /// <summary>The first of a line is leased: the others come before its next.</summary>
    public void Lease(WishLine line)
    {
        line.Dequeue();
        _lines.Remove(line);
        _lines.Add(line);
    }

    public void Thin(Wish wish) => _lines.Find(line => line.Node == (wish.Named is null ? WishLine.Plain : wish.Node))?.Thin();
}
