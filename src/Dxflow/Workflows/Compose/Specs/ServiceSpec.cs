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

    public IReadOnlyList<MountSpec> Volumes { get; init; } = [];

    public IReadOnlyList<Placed<string>> Networks { get; init; } = [];

    public Placed<string>? NetworkMode { get; init; }

    public Placed<string>? User { get; init; }

    public Placed<string>? ContainerName { get; init; }

    public Placed<bool>? Tty { get; init; }

    public Placed<bool>? StdinOpen { get; init; }

    /// <summary>Keys that begin with <c>x-</c>, without <c>x-step</c>.</summary>
    public IReadOnlyList<MapEntry> Extensions { get; init; } = [];
}

/// <summary>An argument vector; a string form is already split into words. Empty: the user cleared it.</summary>
internal sealed record CommandSpec(IReadOnlyList<Placed<Template>> Arguments, Place At);

/// <summary>An entry of <c>depends_on</c>. <see cref="ConditionWritten"/> is false in the short form, which means "started".</summary>
internal sealed record DependencySpec(
    string Service, DependencyCondition Condition, bool ConditionWritten, bool Required, bool Restart, Place At);

/// <summary>
/// <see cref="Test"/> is an argument vector (a shell form is wrapped already), empty if the user gave none. Null is "not given".
/// </summary>
internal sealed record HealthcheckSpec(
    IReadOnlyList<string> Test,
    bool Disabled,
    Place At,
    Placed<TimeSpan>? Interval = null,
    Placed<TimeSpan>? Timeout = null,
    Placed<int>? Retries = null,
    Placed<TimeSpan>? StartPeriod = null,
    Placed<TimeSpan>? StartInterval = null);

/// <summary><c>restart</c>, or <c>deploy.restart_policy</c>. <see cref="Limit"/> is N of <c>on-failure:N</c>.</summary>
internal sealed record RestartSpec(RestartCondition Condition, int? Limit, Place At, TimeSpan? Delay = null);

/// <summary>Cores and bytes of <c>deploy.resources</c>, or of the service's older keys (<c>cpus</c>, <c>mem_limit</c>).</summary>
internal sealed record ResourcesSpec(
    Placed<double>? LimitCpus = null,
    Placed<long>? LimitMemoryBytes = null,
    Placed<double>? ReservedCpus = null,
    Placed<long>? ReservedMemoryBytes = null);

/// <summary>One port; a range is several of these. <see cref="Published"/> null: any free one.</summary>
internal sealed record PortSpec(int Target, int? Published, string? HostAddress, string Protocol, Place At);

/// <summary>A mount. A relative bind source is already resolved against the project directory.</summary>
internal sealed record MountSpec(string Type, string? Source, string Target, bool ReadOnly, Place At);
