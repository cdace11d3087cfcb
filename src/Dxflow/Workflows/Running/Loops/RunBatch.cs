using Dxflow.Workflows.Running.Owed;

namespace Dxflow.Workflows.Running.Loops;

/// <summary>
/// What may be let go when the journal is durable up to <see cref="Last"/>: the events from <see cref="First"/> on, and what waits.
/// </summary>
internal sealed record RunBatch(
    long First,
    long Last,
    IReadOnlyList<RunEvent> Events,
    IReadOnlyList<RunCommand> Commands,
    IReadOnlyList<LeaseRequest> Leases,
    IReadOnlyList<AskedItem> Asked,
    bool IsLast);
