using System.ComponentModel;
using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows;

internal sealed record WhyRun(
    [Description("Name of the workflow.")] string Name,
    [Description("A step, or the key of a slice; otherwise the first cause."), Argument] string? Step = null,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("How many of the last log lines.")] int Lines = 12);

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
    [Description("Its script, where it has one.")] string? Script,
    [Description("Its inputs.")] JsonElement? Inputs,
    [Description("What executed it, and where.")] string? Where,
    [Description("Its work directory.")] string? WorkDirectory,
    [Description("How long it ran.")] TimeSpan? Took,
    [Description("Most memory, in bytes.")] long? MemoryPeakBytes,
    [Description("The last lines of its log.")] IReadOnlyList<LogLine> Log,
    [Description("What was omitted because of it.")] IReadOnlyList<string> Omitted,
    [Description("Other failures.")] IReadOnlyList<string> AlsoFailed,
    [Description("What to do next.")] IReadOnlyList<string> Next,
    [Description("How many were omitted because of it, where the list is cut.")] int OmittedCount = 0,
    [Description("How many other failures there are, where the list is cut.")] int AlsoFailedCount = 0,
    [Description("The key of the slice that this is about.")] string? Key = null);

internal sealed record ReadOutputs(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("A step, for its outputs alone."), Argument] string? Step = null,
    [Description("Only what is there already, and of the rest why it is not; for a run that goes on.")] bool SoFar = false);

internal sealed record DownloadOutputs(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("How they are packed.")] ArchiveForm Archive = ArchiveForm.Tar);

internal sealed record PendingOutput(
    [Description("The step whose output it is; absent for one of the workflow.")] string? Step,
    [Description("Name of the output.")] string Name,
    [Description("Why it is not there.")] string Why);

internal sealed record Outputs(
    [Description("The run.")] string Run,
    [Description("The workflow's outputs, by name.")] JsonElement Values,
    [Description("The outputs of steps, by step and name.")] JsonElement Steps,
    [Description("If that was asked for: what is not there yet."), Wide] IReadOnlyList<PendingOutput>? Pending = null);
