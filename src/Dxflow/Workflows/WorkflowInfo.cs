using System.ComponentModel;
using Dxflow.Operations;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows;

internal sealed record ListWorkflows(
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this one, as the last answer named it.")] string? Cursor = null,
    [Description("Only names that contain this.")] string? Filter = null,
    [Description("Only those with a run that is not final.")] bool Running = false);

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

internal sealed record ShowWorkflow(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null);

internal sealed record WorkflowDetail(
    [Description("Name of the workflow.")] string Name,
    [Description("Its revision now.")] int Revision,
    [Description("When it was created.")] DateTimeOffset CreatedAt,
    [Description("When its latest revision was made.")] DateTimeOffset UpdatedAt,
    [Description("The directory it came from.")] string ProjectDirectory,
    [Description("The run that was asked for, or the latest.")] RunInfo? Run,
    [Description("Its steps.")] IReadOnlyList<StepInfo> Steps,
    [Description("Its services.")] IReadOnlyList<ServiceInfo> Services);
