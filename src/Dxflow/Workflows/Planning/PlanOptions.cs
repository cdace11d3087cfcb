using Dxflow.Runtimes;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning;

/// <summary>
/// What a plan depends on beside the document: the runtime asked for (<c>--runtime</c>), the profile's, the ones this engine has, and
/// what its machine can give. <see cref="Scale"/> is how many of a service there are to be, whatever the document says.
/// <see cref="Batch"/>: runtimes that hand tasks to a scheduler.
/// <see cref="AnyRuntime"/>: which runtimes there are is for the engine to know, so that every name is let pass.
/// </summary>
internal sealed record PlanOptions(
    MachineCapacity Machine,
    string? Runtime = null,
    string? ProfileRuntime = null,
    IReadOnlyList<string>? Runtimes = null,
    IReadOnlyList<string>? Services = null,
    bool? FailFast = null,
    int? Parallel = null,
    IReadOnlyList<ContainerEngine>? Engines = null,
    IReadOnlyDictionary<string, int>? Scale = null,
    IReadOnlyDictionary<string, BatchSite>? Batch = null,
    bool AnyRuntime = false)
{
    public const string Process = "process";

    /// <summary>The runtime that runs nothing.</summary>
    public const string Null = "null";

    /// <summary>Runtimes that make containers, whether this engine has them or not.</summary>
    public static readonly IReadOnlyList<string> Containers = ["docker", "podman"];

    public IReadOnlyList<string> KnownRuntimes => Runtimes ?? [Process];

    public bool IsContainer(string runtime) => Containers.Contains(runtime);

    public bool IsBatch(string runtime) => Batch?.ContainsKey(runtime) ?? false;

    /// <summary>Whether a cluster runs the image of a step inside its job.</summary>
    public bool RunsInJob(ServiceSpec service, string runtime) =>
        service is { IsStep: true, Image: not null } && Batch?.GetValueOrDefault(runtime) is { Images: true };

    /// <summary>Whether tasks there run on this machine, and have to fit it.</summary>
    public bool IsHere(string runtime) => !IsBatch(runtime) && (!AnyRuntime || runtime == Process || IsContainer(runtime));
}

/// <summary>
/// A runtime that hands tasks to a scheduler: the directory that its nodes share with the engine (empty: the home), what is beside the
/// engine for them, and whether it runs the images of steps.
/// </summary>
internal sealed record BatchSite(string Directory, ServicesBeside Services, bool Images = false);

/// <summary>
/// A runtime that runs containers, where its engine is looked for, and whether something listens there now; in order of preference.
/// </summary>
internal sealed record ContainerEngine(string Name, string Address, bool IsThere);

/// <summary>
/// Cpus in cores, memory in bytes; without <see cref="EnforcesLimits"/> limits are only booked. <see cref="Named"/>: what else there is, by
/// name; null: nobody knows which machine it will be.
/// </summary>
internal sealed record MachineCapacity(
    double Cpus, long MemoryBytes, bool EnforcesLimits = true, IReadOnlyDictionary<string, int>? Named = null);
