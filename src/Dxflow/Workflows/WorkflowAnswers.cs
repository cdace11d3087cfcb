using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows;

internal sealed record Validation(
    [Description("Whether the document can be run.")] bool Valid,
    [Description("Every problem and warning, in the order of the document.")] IReadOnlyList<Problem> Problems);

internal sealed record PlannedNode(
    [Description("Name of the step or service.")] string Name,
    [Description("Step, one-shot or service.")] NodeKind Kind,
    [Description("What executes it.")] string Runtime,
    [Description("What it waits for.")] IReadOnlyList<string> After,
    [Description("Cores booked while it runs.")] double Cpus,
    [Description("Memory booked while it runs, in bytes.")] long MemoryBytes,
    [Description("The program and its arguments, references unresolved."), Wide] string Command);

internal sealed record WorkflowPlanInfo(
    [Description("Name of the workflow.")] string Workflow,
    [Description("A job ends by itself; an up run lasts until it is stopped.")] RunKind Kind,
    [Description("What would run, in order.")] IReadOnlyList<PlannedNode> Items,
    [Description("Warnings, in the order of the document.")] IReadOnlyList<Problem> Warnings);

[JsonConverter(typeof(WireEnum<CreateResult>))]
internal enum CreateResult
{
    Created,
    Replaced,
    Unchanged,
}

internal sealed record WorkflowCreated(
    [Description("Name of the workflow.")] string Name,
    [Description("Its revision now.")] int Revision,
    [Description("What was done.")] CreateResult Result,
    [Description("Warnings, in the order of the document.")] IReadOnlyList<Problem> Warnings);

internal sealed record WorkflowInfo(
    [Description("Name of the workflow.")] string Name,
    [Description("State of its latest run; absent if it has none.")] RunStatus? State,
    [Description("Number of its latest run.")] int? LastRun,
    [Description("Runs kept.")] int Runs,
    [Description("Its revision now.")] int Revision,
    [Description("When it was created."), Wide] DateTimeOffset CreatedAt,
    [Description("When its latest revision or run was made.")] DateTimeOffset UpdatedAt);

internal sealed record WorkflowList(
    [Description("The workflows, by name.")] IReadOnlyList<WorkflowInfo> Items,
    [Description("Give this as cursor for the rest; absent at the end.")] string? Next = null);

internal sealed record WorkflowDetail(
    [Description("Name of the workflow.")] string Name,
    [Description("Its revision now.")] int Revision,
    [Description("When it was created.")] DateTimeOffset CreatedAt,
    [Description("When its latest revision was made.")] DateTimeOffset UpdatedAt,
    [Description("The directory it came from.")] string ProjectDirectory,
    [Description("The run that was asked for, or the latest.")] RunInfo? Run,
    [Description("Its steps.")] IReadOnlyList<StepInfo> Steps,
    [Description("Its services.")] IReadOnlyList<ServiceInfo> Services);

internal sealed record RunInfo(
    [Description("Name of the workflow and number of the run.")] string Name,
    [Description("Name of the workflow."), Wide] string Workflow,
    [Description("Number of the run."), Wide] int Number,
    [Description("State.")] RunStatus State,
    [Description("Steps and services that ended well.")] int Ok,
    [Description("Those that failed.")] int Failed,
    [Description("All of them.")] int Total,
    [Description("Why it failed."), Wide] FailureReason? Reason,
    [Description("More about why.")] string? Detail,
    [Description("When it was started.")] DateTimeOffset? StartedAt,
    [Description("When it ended.")] DateTimeOffset? EndedAt,
    [Description("How long it has run, or ran.")] TimeSpan? Took,
    [Description("Revision of the workflow it runs."), Wide] int Revision,
    [Description("A job ends by itself; an up run lasts until it is stopped."), Wide] RunKind Kind,
    [Description("Identity of the run."), Wide] string Id,
    [Description("Who started it."), Wide] string? By);

internal sealed record RunList(
    [Description("The runs, latest first.")] IReadOnlyList<RunInfo> Items,
    [Description("Give this as cursor for the rest; absent at the end.")] string? Next = null);

internal sealed record StepInfo(
    [Description("Name of the step.")] string Name,
    [Description("State.")] UnitStatus State,
    [Description("Attempts made.")] int Attempts,
    [Description("Exit code of the last attempt.")] int? Exit,
    [Description("Why it failed.")] FailureReason? Reason,
    [Description("More about why.")] string? Detail,
    [Description("When the last attempt started."), Wide] DateTimeOffset? StartedAt,
    [Description("When it ended."), Wide] DateTimeOffset? EndedAt,
    [Description("How long the last attempt has run, or ran.")] TimeSpan? Took,
    [Description("What executes it."), Wide] string Runtime,
    [Description("Step or one-shot."), Wide] NodeKind Kind);

internal sealed record StepList(
    [Description("The steps, in the order of the document.")] IReadOnlyList<StepInfo> Items,
    [Description("Give this as cursor for the rest; absent at the end.")] string? Next = null);

internal sealed record ServiceInfo(
    [Description("Name of the service.")] string Name,
    [Description("State.")] UnitStatus State,
    [Description("Whether its health check passes; absent without one.")] bool? Healthy,
    [Description("Times it was started.")] int Attempts,
    [Description("Exit code of the last time.")] int? Exit,
    [Description("Why it failed.")] FailureReason? Reason,
    [Description("More about why.")] string? Detail,
    [Description("Where it listens.")] IReadOnlyList<string> Ports,
    [Description("How long it has run.")] TimeSpan? Took,
    [Description("What executes it."), Wide] string Runtime);

internal sealed record ServiceList([Description("The services, in the order of the document.")] IReadOnlyList<ServiceInfo> Items);

internal sealed record WorkItem(
    [Description("The workflow, the run and the step.")] string Name,
    [Description("State.")] UnitStatus State,
    [Description("The attempt.")] int Attempt,
    [Description("How long it has run.")] TimeSpan? Took,
    [Description("What executes it.")] string Runtime);

internal sealed record WorkList([Description("Steps and services that are not final and have begun.")] IReadOnlyList<WorkItem> Items);

internal sealed record RunStartedInfo(
    [Description("The run.")] RunInfo Run,
    [Description("Warnings, in the order of the document.")] IReadOnlyList<Problem> Warnings);

internal sealed record RunsStopped([Description("The runs, as they are now.")] IReadOnlyList<RunInfo> Items);

internal sealed record Removed(
    [Description("What was removed: workflows and runs.")] IReadOnlyList<RemovedItem> Items,
    [Description("Space given back, in bytes.")] long FreedBytes);

internal sealed record RemovedItem([Description("The workflow or the run.")] string Name, [Description("Why.")] string Why);

internal sealed record LogLine(
    [Description("The step or service.")] string Step,
    [Description("When it was written.")] DateTimeOffset At,
    [Description("It was written to standard error.")] bool Error,
    [Description("The line.")] string Text);

/// <summary>An event of a run with names instead of numbers. <see cref="Sequence"/> resumes the stream after it.</summary>
internal sealed record RunEventInfo(
    [Description("Its number in the run's journal; a stream resumes after it.")] long Sequence,
    [Description("When it happened.")] DateTimeOffset At,
    [Description("What happened: the journal's own word.")] string Event,
    [Description("The step or service.")] string? Step = null,
    [Description("The attempt, from 1.")] int? Attempt = null,
    [Description("The state that it led to.")] string? State = null,
    [Description("Exit code.")] int? Exit = null,
    [Description("Signal.")] int? Signal = null,
    [Description("Why it failed.")] FailureReason? Reason = null,
    [Description("More about it.")] string? Detail = null);

internal sealed record TaskStatsInfo(
    [Description("The step or service.")] string Name,
    [Description("Processor time used, in seconds.")] double? CpuSeconds,
    [Description("Memory now, in bytes.")] long? MemoryBytes,
    [Description("Most memory so far, in bytes.")] long? MemoryPeakBytes,
    [Description("Processes.")] int? Processes);

internal sealed record TaskStatsList([Description("What runs now.")] IReadOnlyList<TaskStatsInfo> Items);

/// <summary>What the client of an exec sends: bytes for standard input, or its end.</summary>
internal sealed record ExecInput(
    [Description("Bytes for standard input.")] byte[]? Bytes = null,
    [Description("Standard input ends.")] bool End = false);

/// <summary>What an exec answers with: bytes of standard output or error; the exit code is in the end of the stream.</summary>
internal sealed record ExecOutput(
    [Description("Bytes the program wrote.")] byte[] Bytes,
    [Description("They were written to standard error.")] bool Error = false,
    [Description("The program's exit code; 128 + n for a death by signal n.")] int? Exit = null);

internal sealed record Outputs(
    [Description("The run.")] string Run,
    [Description("The workflow's outputs, by name.")] JsonElement Values,
    [Description("The outputs of steps, by step and name.")] JsonElement Steps);

/// <summary>Why something failed, in one screen.</summary>
internal sealed record Why(
    [Description("The run.")] RunInfo Run,
    [Description("One sentence.")] string Summary,
    [Description("The step or service that is the first cause.")] string? Step,
    [Description("Its state.")] UnitStatus? State,
    [Description("The reason.")] FailureReason? Reason,
    [Description("More about the reason.")] string? Detail,
    [Description("Exit code.")] int? Exit,
    [Description("Signal.")] int? Signal,
    [Description("The attempt that decided, and how many were allowed.")] string? Attempts,
    [Description("The program and its arguments.")] IReadOnlyList<string>? Command,
    [Description("Its inputs.")] JsonElement? Inputs,
    [Description("What executed it, and where.")] string? Where,
    [Description("Its work directory.")] string? WorkDirectory,
    [Description("How long it ran.")] TimeSpan? Took,
    [Description("Most memory, in bytes.")] long? MemoryPeakBytes,
    [Description("The last lines of its log.")] IReadOnlyList<LogLine> Log,
    [Description("What was omitted because of it.")] IReadOnlyList<string> Omitted,
    [Description("Other failures.")] IReadOnlyList<string> AlsoFailed,
    [Description("What to do next.")] IReadOnlyList<string> Next);
