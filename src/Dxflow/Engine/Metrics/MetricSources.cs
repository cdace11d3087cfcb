using Dxflow.Operations;
using Dxflow.Storage;

namespace Dxflow.Engine.Metrics;

/// <summary>What tasks of one runtime use now: what there is and is booked, how many run, and how many wait for room.</summary>
internal sealed record RuntimeUse(RuntimeInfo Capacity, int Running, int Waiting);

/// <summary>Connections that are open, those that were refused since the start, requests being answered.</summary>
internal sealed record SurfaceUse(long Connections, long Refused, long Requests);

/// <summary>Entries of the audit log, and how often nobody known was turned away, since the start.</summary>
internal sealed record AccessUse(long Audited, long Unknown);

/// <summary>Workflows kept, runs that are not final, and how runs have ended since the start, by their status.</summary>
internal sealed record WorkUse(int Workflows, int LiveRuns, IReadOnlyList<(string Status, long Count)> Ended);

/// <summary>Spans that were sent, and those that were dropped because the collector did not take them.</summary>
internal sealed record TraceUse(long Exported, long Dropped);

/// <summary>What is asked for figures; filled by the daemon.</summary>
internal sealed record MetricSources(
    Func<CallMeter> Calls,
    Func<SurfaceUse> Surfaces,
    Func<AccessUse> Access,
    Func<WorkUse> Work,
    Func<Task<IReadOnlyList<RuntimeUse>>> Runtimes,
    Func<TraceUse?> Traces,
    Committer Committer);
