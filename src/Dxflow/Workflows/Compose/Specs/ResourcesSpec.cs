namespace Dxflow.Workflows.Compose.Specs;

/// <summary>Cores and bytes of <c>deploy.resources</c>, or of the service's older keys (<c>cpus</c>, <c>mem_limit</c>).</summary>
internal sealed record ResourcesSpec(
    Placed<double>? LimitCpus = null,
    Placed<long>? LimitMemoryBytes = null,
    Placed<double>? ReservedCpus = null,
    Placed<long>? ReservedMemoryBytes = null);
