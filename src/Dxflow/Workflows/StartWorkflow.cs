using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Workflows;

internal sealed record StartWorkflow(
    [Description("Name of the workflow.")] string Name,
    [Description("Inputs of the workflow: text typed by the document; @PATH is a file, @@ a literal @."), Short('p')]
    IReadOnlyDictionary<string, string>? Input = null,
    [Description("The runtime of steps that name none.")] string? Runtime = null,
    [Description("Give up as soon as the result cannot be good any more.")] bool FailFast = false,
    [Description("Keep the work directories of steps that succeed.")] bool Keep = false,
    [Description("How many of a service there are to be, SERVICE=N, whatever the document says.")]
    IReadOnlyDictionary<string, int>? Scale = null,
    [Description("Take over the containers that the Compose project of this name has already, as they are.")] bool Adopt = false,
    [Description("Build the images of services that have a build, also those that are there.")] bool Build = false,
    [Description("When images are fetched, whatever the document says.")] StartPull? Pull = null);

internal sealed record ScaleService(
    [Description("Name of the workflow.")] string Name,
    [Description("The service.")] string Service,
    [Description("How many there are to be.")] int Replicas);

internal sealed record RunStartedInfo(
    [Description("The run.")] RunInfo Run,
    [Description("Warnings, in the order of the document.")] IReadOnlyList<Problem> Warnings,
    [Description("It was up already, and nothing of it has changed.")] bool Unchanged = false);

internal sealed record StopRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise every run that is not final."), Suffix] int? Run = null);

internal sealed record KillRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise every run that is not final."), Suffix] int? Run = null);

internal sealed record RestartWorkflow(
    [Description("Name of the workflow.")] string Name);

internal sealed record RunsStopped([Description("The runs, as they are now.")] IReadOnlyList<RunInfo> Items);
