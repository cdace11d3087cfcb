using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>
/// One service as the user wrote it. Null or empty is "not given". <see cref="Node"/> is the whole map, for what is kept by name
/// only. Templates of a service without <c>x-step</c> are literals: references are looked for in steps alone.
/// </summary>
internal sealed record ServiceSpec(string Name, Place At, MapNode Node)
{
    /// <summary>The value of <c>x-step</c>; an empty one is a scalar that is null. No node: not a step.</summary>
    public Node? Step { get; init; }

    public bool IsStep => Step is not null;

    public Placed<string>? Image { get; init; }

    public Node? Build { get; init; }

    public CommandSpec? Command { get; init; }

    public CommandSpec? Entrypoint { get; init; }

    /// <summary>
    /// <c>env_file</c>, then <c>environment</c> over it. A name without a value takes the client's, and is left out if there is none.
    /// </summary>
    public IReadOnlyDictionary<string, Placed<Template>> Environment { get; init; } = new Dictionary<string, Placed<Template>>();

    public Placed<Template>? WorkingDirectory { get; init; }

    public IReadOnlyList<DependencySpec> DependsOn { get; init; } = [];

    public HealthcheckSpec? Healthcheck { get; init; }

    public RestartSpec? Restart { get; init; }

    public Placed<string>? StopSignal { get; init; }

    public Placed<TimeSpan>? StopGracePeriod { get; init; }

    public ResourcesSpec Resources { get; init; } = new();

    /// <summary><c>deploy.replicas</c> or <c>scale</c>.</summary>
    public Placed<int>? Replicas { get; init; }

    public IReadOnlyList<Placed<string>> Profiles { get; init; } = [];

    public IReadOnlyDictionary<string, Placed<Template>> Labels { get; init; } = new Dictionary<string, Placed<Template>>();

    public IReadOnlyList<PortSpec> Ports { get; init; } = [];

    /// <summary>Sources of binds are absolute; names of volumes are the document's.</summary>
    public IReadOnlyList<Placed<ContainerMount>> Volumes { get; init; } = [];

    public IReadOnlyList<Placed<string>> Networks { get; init; } = [];

    public Placed<string>? NetworkMode { get; init; }

    public Placed<string>? User { get; init; }

    public Placed<string>? ContainerName { get; init; }

    public Placed<bool>? Tty { get; init; }

    public Placed<bool>? StdinOpen { get; init; }

    /// <summary>All that only a container has; networks, volumes, configs and secrets by the document's names.</summary>
    public ContainerSpec? Container { get; init; }

    /// <summary>Keys that begin with <c>x-</c>, without <c>x-step</c>.</summary>
    public IReadOnlyList<MapEntry> Extensions { get; init; } = [];
}
