using System.ComponentModel;
using Dxflow.Operations;
using Dxflow.Workflows.Compose.Sources;

namespace Dxflow.Workflows;

/// <summary>
/// <c>dxflow run FILE</c>: a local command, made of <c>workflow.create</c>, <c>workflow.start</c> and <c>workflow.events</c>.
/// </summary>
internal sealed record RunDocument(
    [Description("The document; - is standard input.")] string File,
    [Description("Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @."), Short('p')]
    IReadOnlyDictionary<string, string>? Input = null,
    [Description("Name of the workflow; otherwise the document's.")] string? Name = null,
    [Description("The runtime of steps that name none.")] string? Runtime = null,
    [Description("Profiles of the document to enable.")] IReadOnlyList<string>? With = null,
    [Description("Start it and return; needs a standing engine."), Short('d')] bool Detach = false,
    [Description("Show what would run, and run nothing.")] bool DryRun = false,
    [Description("Give up as soon as the result cannot be good any more.")] bool FailFast = false,
    [Description("Keep the work directories of steps that succeed.")] bool Keep = false);

internal sealed record ListWork;

/// <summary>What a document is planned with: the same options for <c>validate</c>, <c>plan</c>, <c>start</c> and <c>run</c>.</summary>
internal sealed record ValidateWorkflow(
    [Description("The document, with the files and variables it reads.")] DocumentBundle Document,
    [Description("The runtime of steps that name none.")] string? Runtime = null,
    [Description("Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @."), Short('p')]
    IReadOnlyDictionary<string, string>? Input = null,
    [Description("Profiles of the document to enable.")] IReadOnlyList<string>? With = null);

internal sealed record PlanWorkflow(
    [Description("The document, with the files and variables it reads.")] DocumentBundle Document,
    [Description("The runtime of steps that name none.")] string? Runtime = null,
    [Description("Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @."), Short('p')]
    IReadOnlyDictionary<string, string>? Input = null,
    [Description("Profiles of the document to enable.")] IReadOnlyList<string>? With = null);

internal sealed record CreateWorkflow(
    [Description("The document, with the files and variables it reads.")] DocumentBundle Document,
    [Description("Name of the workflow; otherwise the document's.")] string? Name = null,
    [Description("Make a new revision if the workflow exists with other content.")] bool Replace = false,
    [Description("Profiles of the document to enable.")] IReadOnlyList<string>? With = null);

internal sealed record ListWorkflows(
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this one, as the last answer named it.")] string? Cursor = null,
    [Description("Only names that contain this.")] string? Filter = null,
    [Description("Only those with a run that is not final.")] bool Running = false);

internal sealed record ShowWorkflow(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null);

internal sealed record StartWorkflow(
    [Description("Name of the workflow.")] string Name,
    [Description("Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @."), Short('p')]
    IReadOnlyDictionary<string, string>? Input = null,
    [Description("The runtime of steps that name none.")] string? Runtime = null,
    [Description("Give up as soon as the result cannot be good any more.")] bool FailFast = false,
    [Description("Keep the work directories of steps that succeed.")] bool Keep = false);

internal sealed record StopRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise every run that is not final."), Suffix] int? Run = null);

internal sealed record KillRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise every run that is not final."), Suffix] int? Run = null);

internal sealed record RestartWorkflow(
    [Description("Name of the workflow.")] string Name);

internal sealed record RemoveWorkflow(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the workflow with all its runs."), Suffix] int? Run = null,
    [Description("Stop first what is running.")] bool Stop = false);

internal sealed record PruneWorkflows(
    [Description("Name of one workflow; otherwise all."), Argument] string? Name = null,
    [Description("Finished runs to keep per workflow; otherwise as configured.")] int? KeepRuns = null,
    [Description("Only say what would go, and why.")] bool DryRun = false);

internal sealed record ListRuns(
    [Description("Name of the workflow.")] string Name,
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this run, as the last answer named it.")] string? Cursor = null);

internal sealed record ListSteps(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("Only those in this state.")] string? State = null,
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this one, as the last answer named it.")] string? Cursor = null);

internal sealed record ListServices(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null);

internal sealed record ReadLogs(
    [Description("Name of the workflow.")] string Name,
    [Description("Only these steps or services."), Argument] IReadOnlyList<string>? Steps = null,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("Go on with lines as they come."), Short('f')] bool Follow = false,
    [Description("Only the last lines of each."), Short('n')] int? Tail = null,
    [Description("Only lines since this long ago.")] TimeSpan? Since = null,
    [Description("Number of an attempt; otherwise the latest.")] int? Attempt = null);

internal sealed record ReadEvents(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("Go on with events as they come, until the run ends."), Short('f')] bool Follow = false);

internal sealed record ReadStats(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null);

internal sealed record ExecInStep(
    [Description("Name of the workflow.")] string Name,
    [Description("The step or service beside which to run.")] string Step,
    [Description("The program and its arguments."), Rest] IReadOnlyList<string> Command,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null);

internal sealed record WaitForRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("Give up after this long.")] TimeSpan? For = null);

internal sealed record WhyRun(
    [Description("Name of the workflow.")] string Name,
    [Description("A step; otherwise the first cause."), Argument] string? Step = null,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("How many of the last log lines.")] int Lines = 12);

internal sealed record ReadOutputs(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null);
