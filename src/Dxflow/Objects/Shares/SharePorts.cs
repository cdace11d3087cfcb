using Dxflow.Operations;

namespace Dxflow.Objects.Shares;

/// <summary>What shares need from elsewhere: what somebody may at this moment, the audit log, and where the engine is to be had.</summary>
internal sealed record SharePorts(
    Func<string, Standing?> StandingOf, Func<AuditEntry, Task> Audit, Func<IReadOnlyList<string>> Addresses);
