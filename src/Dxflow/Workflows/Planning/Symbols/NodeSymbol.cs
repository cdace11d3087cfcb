using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Planning.Symbols;

/// <summary>
/// A service, one-shot or step as others see it. <see cref="NullBecause"/> says why its outputs may be missing although all went
/// well; null: they are there whenever it is ok.
/// </summary>
internal sealed record NodeSymbol(string Name, NodeKind Kind, IReadOnlyDictionary<string, OutputSymbol> Outputs, string? NullBecause)
{
    public static NodeSymbol Of(NodePlan node) => new(
        node.Name,
        node.Kind,
        (node.Step?.Outputs ?? []).ToDictionary(
            output => output.Name,
            output => new OutputSymbol(FlowTypeText.Parse(output.Type), output.Default is not null, output.Collect),
            StringComparer.Ordinal),
        node.Step is { } step ? Reason(node.Name, step.When is not null, step.OnFail, step.RunIf) : null);

    public static string? Reason(string name, bool hasWhen, OnFail onFail, RunIf runIf) =>
        hasWhen ? $"the step `{name}` has `when`, so it may be skipped"
        : onFail == OnFail.Continue ? $"the step `{name}` has `on_fail: continue`, so it may have failed"
        : runIf == RunIf.AnyFailed ? $"the step `{name}` has `run_if: any_failed`, so it may be skipped"
        : null;
}

/// <summary>A declared output; a default stands in for null whatever happened.</summary>
internal readonly record struct OutputSymbol(FlowType Type, bool HasDefault, Collect Collect);
