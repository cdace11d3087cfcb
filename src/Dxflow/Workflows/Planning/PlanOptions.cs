namespace Dxflow.Workflows.Planning;

/// <summary>
/// What a plan depends on beside the document: the runtime asked for (<c>--runtime</c>), the profile's, the ones this engine has, and
/// what its machine can give.
/// </summary>
internal sealed record PlanOptions(
    MachineCapacity Machine,
    string? Runtime = null,
    string? ProfileRuntime = null,
    IReadOnlyList<string>? Runtimes = null,
    IReadOnlyList<string>? Services = null,
    bool? FailFast = null,
    int? Parallel = null,
    IReadOnlyList<ContainerEngine>? Containers = null)
{
    public const string Process = "process";

    public bool IsContainers(string runtime) => Containers?.Any(engine => engine.Name == runtime) ?? false;

    public IReadOnlyList<string> KnownRuntimes => Runtimes ?? [Process];
}

/// <summary>
/// A runtime that runs containers, where its engine is looked for, and whether something listens there now; in order of preference.
/// </summary>
internal sealed record ContainerEngine(string Name, string Address, bool IsThere);

/// <summary>Cpus in cores, memory in bytes; without <see cref="EnforcesLimits"/> limits are only booked.</summary>
internal sealed record MachineCapacity(double Cpus, long MemoryBytes, bool EnforcesLimits = true);
