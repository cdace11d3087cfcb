using Dxflow.Foundation.Values;
using System.Text.Json.Serialization;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Planning;

/// <summary>
/// A document resolved for one run: immutable, stored as <c>plan.json</c> (0600) beside the run's journal before the run is
/// acknowledged, and read again by recovery. Steps are named by their index in <see cref="Nodes"/> in events; names live here only.
/// No <c>${}</c> is left; <c>{{ }}</c> are left as templates, evaluated when a task starts. It holds secrets in clear:
/// <see cref="Secrets"/> are the texts to mask wherever something of the run is shown. <see cref="Keep"/>: the work directories
/// of steps that succeeded stay when the run has ended. <see cref="Elsewhere"/>: the project directory is one of another machine, so that
/// services work in directories of their own, as steps do. <see cref="Scale"/>: numbers of replicas asked for beside the document.
/// <see cref="Adopt"/>: containers that the project has already are taken as they are, whoever made them.
/// <see cref="Disabled"/>: services that the document has and no chosen profile does. <see cref="Bodies"/>: the documents that steps
/// call, whose nodes follow the document's own. <see cref="AtRest"/>: it begins with all of its services stopped, their containers made.
/// <see cref="Reuse"/>: the earlier run whose results it takes over. <see cref="SourceVolumes"/>: those that inputs are read from.
/// <see cref="ServicesHost"/>: the name of the engine's machine by which its services are found, also from other machines; null: all of it
/// is on this one.
/// </summary>
internal sealed record RunPlan(
    int Version,
    string Workflow,
    RunKind Kind,
    string Runtime,
    string ProjectDirectory,
    IReadOnlyList<NodePlan> Nodes,
    IReadOnlyList<InputPlan> Inputs,
    IReadOnlyList<OutputPlan> Outputs,
    int? Parallel = null,
    TimeSpan? Timeout = null,
    bool FailFast = false,
    int? OnExit = null,
    IReadOnlyList<string>? Secrets = null,
    bool Keep = false,
    bool Elsewhere = false,
    ProjectSpec? Project = null,
    IReadOnlyDictionary<string, int>? Scale = null,
    bool Adopt = false,
    IReadOnlyList<string>? Disabled = null,
    IReadOnlyList<BodyPlan>? Bodies = null,
    bool AtRest = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReusePlan? Reuse = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SourceVolumePlan>? SourceVolumes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ServicesHost = null);

/// <summary>A job ends when its steps and one-shots are final; an up run lasts until it is stopped or all have exited.</summary>
[JsonConverter(typeof(WireEnum<RunKind>))]
internal enum RunKind
{
    Job,
    Up,
}

[JsonConverter(typeof(WireEnum<NodeKind>))]
internal enum NodeKind
{
    /// <summary>Has <c>x-step</c>: runs to completion, with work directory, inputs and outputs.</summary>
    Step,

    /// <summary>A plain service that another waits for with <c>service_completed_successfully</c>.</summary>
    OneShot,

    /// <summary>Stays up; started again as its restart policy says.</summary>
    Service,
}

[JsonConverter(typeof(WireEnum<DependencyCondition>))]
internal enum DependencyCondition
{
    Started,
    Healthy,
    Succeeded,

    /// <summary>Final, however it ended (a reference, or <c>needs</c>): <see cref="NodePlan.RunIf"/> judges the result.</summary>
    Final,
}

/// <summary>
/// An edge: this node waits for <see cref="Node"/>. Not <see cref="Required"/>: ignored if that one is not enabled or failed to start.
/// <see cref="Restart"/>: it is started anew when that one is recreated.
/// </summary>
internal sealed record DependencyPlan(int Node, DependencyCondition Condition, bool Required = true, bool Restart = false);

[JsonConverter(typeof(WireEnum<RunIf>))]
internal enum RunIf
{
    AllOk,
    AllDone,
    AnyFailed,
}

[JsonConverter(typeof(WireEnum<OnFail>))]
internal enum OnFail
{
    Fail,
    Continue,
}

/// <summary>
/// One service or step, resolved. <see cref="Command"/> is entrypoint + command; with a <see cref="Script"/> it is the interpreter, and
/// the path of the file that the script is written to follows it. Each template gives exactly one argument, except a lone
/// <c>{{ ...list }}</c>. Without <c>x-step</c> all templates are literals. The first <see cref="Entrypoint"/> of the templates are the
/// entrypoint; null: none was written, and the image's own stays. <see cref="Replicas"/> instances of a service run side by side, each a
/// slice; with none it is not started. <see cref="Written"/> says where the keys stand that may need a permission, for messages alone.
/// <see cref="HasQueue"/>: what its runtime has taken may wait there for long, and is held back while the run is paused.
/// <see cref="Volumes"/>: those that it lists by name. <see cref="Pull"/>, <see cref="Mounts"/>: of the image, where a cluster runs it
/// in its jobs; a mount of a volume has the document's name of it.
/// <see cref="Made"/>: of a step of a job, which program or image its name meant when the run began, as far as that could be told.
/// </summary>
internal sealed record NodePlan(
    string Name,
    NodeKind Kind,
    string Runtime,
    string? Image,
    IReadOnlyList<Template> Command,
    string? Script,
    IReadOnlyDictionary<string, Template> Environment,
    Template? WorkingDirectory,
    IReadOnlyList<DependencyPlan> After,
    ResourcePlan Resources,
    StopPlan Stop,
    StepPlan? Step = null,
    HealthPlan? Health = null,
    RestartPlan? Restart = null,
    IReadOnlyList<PortPlan>? Ports = null,
    IReadOnlyDictionary<string, Template>? Labels = null,
    ContainerSpec? Container = null,
    int? Entrypoint = null,
    int Replicas = 1,
    IReadOnlyDictionary<string, Place>? Written = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Made = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool HasQueue = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<VolumePlan>? Volumes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] PullPolicy Pull = PullPolicy.Missing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ContainerMount>? Mounts = null);

/// <summary>
/// What a step has and a service has not. <see cref="WhenEach"/>: its condition is asked of each slice, else once. <see cref="Parallel"/>:
/// tasks of it, or instances of its body, at once. <see cref="Shuffle"/>: its slices are begun in an order of chance. <see cref="Group"/>:
/// as many slices may be one task, where a task costs something to begin (null: one), <see cref="Pool"/> of them at a time.
/// <see cref="Cached"/>: a result of any run with the same digest is as good as one of its own. <see cref="Secrets"/>: what it is given of
/// the document's, as far as that is text.
/// </summary>
internal sealed record StepPlan(
    IReadOnlyList<InputPlan> Inputs,
    IReadOnlyList<OutputPlan> Outputs,
    RunIf RunIf,
    Template? When,
    Template Key,
    RetryPlan Retry,
    ExitPlan Exit,
    TimeoutPlan Timeout,
    OnFail OnFail,
    FanPlan? Fan = null,
    RequirePlan? Require = null,
    int? Parallel = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool WhenEach = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Shuffle = false,
    CallPlan? Call = null,
    RepeatPlan? Repeat = null,
    int? Group = null,
    int? Pool = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Cached = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SecretPlan>? Secrets = null);

/// <summary>
/// Booked: taken from the machine's capacity while the task runs. Limits: enforced. Cpus in cores, memory in bytes.
/// <see cref="Tasks"/> is what the step asked for as <c>resources.tasks</c>, given to it as <c>DXFLOW_TASKS</c>. <see cref="Nodes"/>: on
/// how many machines it runs at once. <see cref="Named"/>: how many it books of which named resources of the machine; null: none.
/// <see cref="Gpus"/> of each node, and <see cref="Directives"/>, are for the scheduler of a cluster.
/// </summary>
internal sealed record ResourcePlan(
    double BookedCpus,
    long BookedMemoryBytes,
    double? LimitCpus = null,
    long? LimitMemoryBytes = null,
    int Tasks = 1,
    int Nodes = 1,
    IReadOnlyDictionary<string, int>? Named = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Gpus = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Directives = null);

internal sealed record StopPlan(string Signal, TimeSpan Grace);

/// <summary>Classes that are retried, how often after the first attempt, the pauses between, and what the next one has more.</summary>
internal sealed record RetryPlan(int Limit, IReadOnlyList<RetryClass> For, BackoffPlan Backoff, GrowPlan? Grow = null);

[JsonConverter(typeof(WireEnum<RetryClass>))]
internal enum RetryClass
{
    Transient,
    Timeout,
    Lost,
    Any,
}

/// <summary>Pause before attempt n+1: first × factorⁿ⁻¹, at most max, ± 20 % (drawn once and kept in the event).</summary>
internal sealed record BackoffPlan(TimeSpan First, double Factor, TimeSpan Max);

internal sealed record ExitPlan(IReadOnlyList<int> Ok, IReadOnlyList<int> Transient, IReadOnlyList<int> Fatal);

/// <summary>Limits per attempt; null is none. Queue: queued → running. Run: running → the program's end.</summary>
internal sealed record TimeoutPlan(TimeSpan? Queue, TimeSpan? Run);

/// <summary>A Compose health check. <see cref="Test"/> is an argument vector (CMD-SHELL already wrapped in /bin/sh -c).</summary>
internal sealed record HealthPlan(
    IReadOnlyList<string> Test, TimeSpan Interval, TimeSpan Timeout, int Retries, TimeSpan StartPeriod, TimeSpan StartInterval);

[JsonConverter(typeof(WireEnum<RestartCondition>))]
internal enum RestartCondition
{
    No,
    OnFailure,
    Always,
    UnlessStopped,
}

/// <summary>A service's restart policy; attempts beyond <see cref="Limit"/> (null: no limit) leave it failed.</summary>
internal sealed record RestartPlan(RestartCondition Condition, int? Limit, TimeSpan Delay);

/// <summary>
/// A published port of a service; on <c>process</c> the program listens on <see cref="Target"/>, and the engine on
/// <see cref="Published"/> if that is another.
/// </summary>
internal sealed record PortPlan(int Target, int? Published, string? HostAddress, string Protocol);

/// <summary>
/// A declared input of a workflow or a step. Types are in the notation of the format: <c>list&lt;file&gt;?</c>. <see cref="Default"/>
/// is the value as text of its type (JSON for lists, maps, artifacts), in clear also for a secret. <see cref="Sources"/> are
/// artifacts that still have to be read (<c>file:/abs/path</c>, <c>text:…</c>): one, or one per element of a list;
/// <c>PlanSources</c> puts what was read in their place. <see cref="Values"/> is a JSON list.
/// </summary>
internal sealed record InputPlan(
    string Name,
    string Type,
    Template? From = null,
    string? Default = null,
    IReadOnlyList<string>? Sources = null,
    Template? Path = null,
    bool Writable = false,
    bool Place = true,
    string? Description = null,
    string? Values = null,
    double? Min = null,
    double? Max = null,
    string? Pattern = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Place At = default);

[JsonConverter(typeof(WireEnum<Collect>))]
internal enum Collect
{
    Success,
    Always,
    Failure,
}

/// <summary>
/// A declared output: exactly one of <see cref="File"/> (a value read from a file), <see cref="Path"/>, <see cref="Glob"/> (artifacts),
/// <see cref="Value"/> (x-workflow.outputs). <see cref="Default"/> is text of the type, as for inputs.
/// </summary>
internal sealed record OutputPlan(
    string Name,
    string Type,
    Template? File = null,
    Template? Path = null,
    Template? Glob = null,
    string? Default = null,
    Collect Collect = Collect.Success,
    Template? Value = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Place At = default);
