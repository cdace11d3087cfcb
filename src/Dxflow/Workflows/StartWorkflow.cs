using System.ComponentModel;
using Dxflow.Operations;
using Dxflow.Workflows.Reusing;

namespace Dxflow.Workflows;

/// <summary>A run and what is chosen for it; with services these alone, in the run that is up.</summary>
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
    [Description("Only these services, of the run that is up; otherwise a run."), Argument] IReadOnlyList<string>? Services = null,
    [Description("Answer when all services run, or are healthy where they have a check.")] bool Wait = false,
    [Description("Give up waiting after this long; the run goes on.")] TimeSpan? WaitTimeout = null,
    [Description("Build the images of services that have a build, also those that are there.")] bool Build = false,
    [Description("When images are fetched, whatever the document says.")] StartPull? Pull = null,
    [Description("Remove the containers of services that the document does not have any more.")] bool RemoveOrphans = false,
    [Description("Make the containers, networks and volumes of the services and start none of them; a start goes on from there.")]
    bool NoStart = false,
    [Description("Take over what went well in the run with this number: the same key, and nothing that decides the result is different.")]
    int? Reuse = null,
    [Description("With reuse: run what has this key or is under it, and all after it.")] IReadOnlyList<string>? From = null,
    [Description("With reuse: take an output over as another value, KEY.outputs.NAME=VALUE.")]
    IReadOnlyDictionary<string, string>? Set = null,
    [Description("With reuse: take over what has this key or is under it, whatever is different.")]
    IReadOnlyList<string>? ForceReuse = null,
    [Description("Show what would run and what would be taken over, and start nothing.")] bool DryRun = false);

internal sealed record ScaleService(
    [Description("Name of the workflow.")] string Name,
    [Description("The service.")] string Service,
    [Description("How many there are to be.")] int Replicas);

internal sealed record RunStartedInfo(
    [Description("The run.")] RunInfo Run,
    [Description("Warnings, in the order of the document.")] IReadOnlyList<Problem> Warnings,
    [Description("It was up already, and nothing of it has changed.")] bool Unchanged = false,
    [Description("Where it was waited for: what has not come up, and why.")] IReadOnlyList<string>? NotUp = null,
    [Description("Where nothing was to be started: what would run, step by step. The run is then one that there is not.")]
    IReadOnlyList<PlannedReuse>? Planned = null);

internal sealed record StopRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise every run that is not final."), Suffix] int? Run = null,
    [Description("Only these services, which then stay stopped; the run goes on."), Argument] IReadOnlyList<string>? Services = null);

internal sealed record KillRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise every run that is not final."), Suffix] int? Run = null,
    [Description("Only these services, which then stay stopped; the run goes on."), Argument] IReadOnlyList<string>? Services = null,
    [Description("The signal; another than KILL is sent and nothing else is done."), Short('s')] string Signal = "KILL");

internal sealed record PauseRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise every run that is not final."), Suffix] int? Run = null,
    [Description("Only these services, which stand still until they are let go on; the run goes on."), Argument]
    IReadOnlyList<string>? Services = null);

internal sealed record UnpauseRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise every run that is not final."), Suffix] int? Run = null,
    [Description("Only these services; without any, the run, and what was paused alone stays so."), Argument]
    IReadOnlyList<string>? Services = null);

internal sealed record RunsPaused(
    [Description("The runs, as they are now.")] IReadOnlyList<RunInfo> Items,
    [Description("What is not as it was asked for, and why.")] IReadOnlyList<string> Warnings,
    [Description("False: all of them were so already.")] bool Changed = true);

internal sealed record RestartWorkflow(
    [Description("Name of the workflow.")] string Name,
    [Description("Only these services, and those that say they restart with them, in the run that is up."), Argument]
    IReadOnlyList<string>? Services = null);

internal sealed record RunsStopped([Description("The runs, as they are now.")] IReadOnlyList<RunInfo> Items);
