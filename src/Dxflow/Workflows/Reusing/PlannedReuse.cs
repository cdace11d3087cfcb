using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Workflows.Reusing;

[JsonConverter(typeof(WireEnum<PlannedAction>))]
internal enum PlannedAction
{
    /// <summary>It depends on what something gives that is going to run.</summary>
    Unknown,
    Run,
    Reuse,
    Skip,
    Fail,
}

internal sealed record PlannedSlice(
    [Description("Its key.")] string Key,
    [Description("Whether it would run, or its result be taken over.")] PlannedAction Action,
    [Description("Why.")] string Why);

internal sealed record PlannedReuse(
    [Description("The step; inside of what is called the way there before it.")] string Step,
    [Description("How many slices it has; absent where that depends on what is going to run.")] int? Slices,
    [Description("How many results are taken over.")] int Reuse,
    [Description("How many run.")] int Run,
    [Description("How many are skipped.")] int Skip,
    [Description("Why; of several slices the most frequent reasons.")] string Why,
    [Description("The slices one by one, of all steps together at most ten thousand."), Wide]
    IReadOnlyList<PlannedSlice>? Items = null);

internal sealed record ReusePlanned(
    [Description("What a run would run and what it would take over, step by step.")] IReadOnlyList<PlannedReuse> Items);
