using System.ComponentModel;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows;

internal sealed record ListRuns(
    [Description("Name of the workflow.")] string Name,
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this run, as the last answer named it.")] string? Cursor = null);

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

internal sealed record WaitForRun(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("Give up after this long.")] TimeSpan? For = null);
