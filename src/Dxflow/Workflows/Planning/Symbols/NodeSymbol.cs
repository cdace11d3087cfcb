using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Planning.Symbols;

/// <summary>
/// A service, one-shot or step as others see it. <see cref="NullBecause"/> says why its outputs may be missing although all went
/// well; null: they are there whenever it is ok. If it <see cref="IsFannedOut"/>, each output is a list, and
/// <see cref="HolesBecause"/> says why single elements may be missing.
/// </summary>
internal sealed record NodeSymbol(
    string Name,
    NodeKind Kind,
    IReadOnlyDictionary<string, OutputSymbol> Outputs,
    string? NullBecause,
    bool IsFannedOut = false,
    string? HolesBecause = null)
{
    /// <summary>It calls what could not be read: nobody is blamed for naming an output of it.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>The secrets whose texts it may take into its environment.</summary>
    public IReadOnlySet<string> Secrets { get; init; } = new HashSet<string>();

    /// <summary>It is done in turns, and each has outputs.</summary>
    public bool IsLoop { get; init; }

    /// <summary>The names of the volumes that it lists.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    public static NodeSymbol Of(NodePlan node) =>
        Made(node) with { Volumes = [.. (node.Volumes ?? []).Select(static volume => volume.Name)] };

    private static NodeSymbol Made(NodePlan node)
    {
        var outputs = (node.Step?.Outputs ?? []).ToDictionary(
            output => output.Name,
            output => new OutputSymbol(FlowTypeText.Parse(output.Type), output.Default is not null, output.Collect),
            StringComparer.Ordinal);
        if (node.Step is not { } step)
        {
            return new NodeSymbol(node.Name, node.Kind, outputs, null);
        }

        var symbol = step.Fan is null ? Single(node.Name, outputs, step.When is not null, step.OnFail, step.RunIf)
            : Fanned(
                node.Name, outputs, step.When is not null && !step.WhenEach, step.WhenEach, step.Require is not null, step.OnFail,
                step.RunIf);
        return symbol with
        {
            IsLoop = step.Repeat is not null,
            Secrets = (step.Secrets ?? []).Select(static secret => secret.Name).ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>A step that is done once.</summary>
    public static NodeSymbol Single(
        string name, IReadOnlyDictionary<string, OutputSymbol> outputs, bool hasWhen, OnFail onFail, RunIf runIf) => new(
        name,
        NodeKind.Step,
        outputs,
        hasWhen ? $"the step `{name}` has `when`, so it may be skipped"
        : onFail == OnFail.Continue ? $"the step `{name}` has `on_fail: continue`, so it may have failed"
        : MaybeSkipped(name, runIf));

    /// <summary>A step of which all, or single slices, may be skipped.</summary>
    public static NodeSymbol Fanned(
        string name, IReadOnlyDictionary<string, OutputSymbol> outputs, bool whenOnce, bool whenEach, bool hasRequire, OnFail onFail,
        RunIf runIf) => new(
        name,
        NodeKind.Step,
        outputs,
        whenOnce ? $"the step `{name}` has `when`, so it may be skipped" : MaybeSkipped(name, runIf),
        IsFannedOut: true,
        whenEach ? $"the step `{name}` has `when` for each slice, which may be skipped"
        : hasRequire ? $"the step `{name}` has `require`, so single slices may have failed"
        : onFail == OnFail.Continue ? $"the step `{name}` has `on_fail: continue`, so single slices may have failed"
        : null);

    private static string? MaybeSkipped(string name, RunIf runIf) =>
        runIf == RunIf.AnyFailed ? $"the step `{name}` has `run_if: any_failed`, so it may be skipped" : null;
}

/// <summary>A declared output; a default stands in for null whatever happened.</summary>
internal readonly record struct OutputSymbol(FlowType Type, bool HasDefault, Collect Collect);
