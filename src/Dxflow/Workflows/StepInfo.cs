using System.ComponentModel;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows;

internal sealed record ListSteps(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null,
    [Description("Only those in one of these states, with commas between.")] string? State = null,
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this one, as the last answer named it.")] string? Cursor = null,
    [Description("Only those whose key begins so."), Argument] string? Key = null);

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
    [Description("Step or one-shot."), Wide] NodeKind Kind,
    [Description("How far it is, n/m: as its program says while it runs, or of several slices how many are done.")] string? Progress = null,
    [Description("Its key, where it is not its name; absent where the row stands for several slices.")] string? Key = null);

internal sealed record StepList(
    [Description("The steps, in the order of the document.")] IReadOnlyList<StepInfo> Items,
    [Description("Give this as cursor for the rest; absent at the end.")] string? Next = null);

internal sealed record ListServices(
    [Description("Name of the workflow.")] string Name,
    [Description("Number of a run; otherwise the latest."), Suffix] int? Run = null);

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
    [Description("What executes it."), Wide] string Runtime,
    [Description("Which of its instances, from 1.")] int Instance = 1);

internal sealed record ServiceList([Description("The services, in the order of the document.")] IReadOnlyList<ServiceInfo> Items);
