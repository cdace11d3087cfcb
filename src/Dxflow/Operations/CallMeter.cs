using System.Collections.Frozen;
using Dxflow.Foundation.Meters;

namespace Dxflow.Operations;

/// <summary>
/// What the gate counts, for each operation of the catalog and nothing finer: names of callers or objects would let anybody grow it.
/// All counters are made at the start, so a call allocates nothing here.
/// </summary>
internal sealed class CallMeter(OperationSet operations)
{
    private readonly FrozenDictionary<Operation, OperationMeter> _byOperation =
        operations.All.ToFrozenDictionary(static operation => operation, static operation => new OperationMeter(operation.Name));

    private readonly OperationMeter _others = new("other");

    /// <summary>In the order of the catalog.</summary>
    public IEnumerable<OperationMeter> All => operations.All.Select(Of);

    public OperationMeter Of(Operation operation) => _byOperation.GetValueOrDefault(operation) ?? _others;
}

/// <summary>The calls of one operation. A stream counts when it ends; how long it was open is nobody's waiting time.</summary>
internal sealed class OperationMeter(string name)
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();
    private readonly long[] _faults = new long[Kinds.Length];
    private long _ok;
    private int _open;

    public string Name { get; } = name;

    /// <summary>From admission to the answer, of what is answered once.</summary>
    public Histogram Durations { get; } = new();

    /// <summary>Streams that are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>What came of them: null is a call that went well, which is always told; faults only once they have happened.</summary>
    public IEnumerable<(FaultKind? Fault, long Count)> Outcomes =>
        Kinds.Select(kind => ((FaultKind?)kind, Volatile.Read(ref _faults[(int)kind]))).Where(static each => each.Item2 > 0)
            .Prepend((null, Volatile.Read(ref _ok)));

    public void Ended(FaultKind? fault)
    {
        if (fault is { } kind)
        {
            Interlocked.Increment(ref _faults[(int)kind]);
        }
        else
        {
            Interlocked.Increment(ref _ok);
        }
    }

    public void Answered(FaultKind? fault, TimeSpan took)
    {
        Ended(fault);
        Durations.Record(took);
    }

    public void Opened() => Interlocked.Increment(ref _open);

    public void Closed(FaultKind? fault)
    {
        Interlocked.Decrement(ref _open);
        Ended(fault);
    }
}
