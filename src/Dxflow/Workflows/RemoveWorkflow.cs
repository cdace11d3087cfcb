using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Workflows;

internal sealed record RemoveWorkflow(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the workflow with all its runs."), Suffix] int? Run = null,
    [Description("Stop first what is running.")] bool Stop = false,
    [Description("With the workflow, remove the volumes of its containers.")] bool Volumes = false);

internal sealed record PruneWorkflows(
    [Description("Name of one workflow; otherwise all."), Argument] string? Name = null,
    [Description("Finished runs to keep per workflow; otherwise as configured.")] int? KeepRuns = null,
    [Description("Only say what would go, and why.")] bool DryRun = false);

internal sealed record Removed(
    [Description("What was removed: workflows and runs.")] IReadOnlyList<RemovedItem> Items,
    [Description("Space given back, in bytes.")] long FreedBytes);

internal sealed record RemovedItem([Description("The workflow or the run.")] string Name, [Description("Why.")] string Why);
