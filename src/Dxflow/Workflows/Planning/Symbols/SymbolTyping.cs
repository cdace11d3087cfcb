using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Planning.Symbols;

/// <summary>Types references as one reader sees them, with the reasons for null and the nearest names of what is not there.</summary>
internal sealed class SymbolTyping(FlowSymbols symbols, SymbolReader reader)
{
    private bool IsOnExit => reader.Step is not null && reader.Step == symbols.OnExit;

    public ReferenceType Of(Reference reference) => reference.Kind switch
    {
        ReferenceKind.Input => Input(reference.Name),
        ReferenceKind.WorkflowInput => symbols.Inputs.TryGetValue(reference.Name, out var type) ? Typed(type, "the input is optional")
            : Unknown("the workflow has no input", reference.Name, symbols.Inputs.Keys, "Declare it under `x-workflow.inputs`"),
        ReferenceKind.StepOutput => Output(reference),
        ReferenceKind.StepTurns => Turns(reference),
        ReferenceKind.StepStatus => Final(reference) ?? new ReferenceType(FlowType.String),
        ReferenceKind.StepOkCount or ReferenceKind.StepFailedCount => Final(reference) ?? new ReferenceType(FlowType.Int),
        ReferenceKind.Index => Slice(reference) ?? new ReferenceType(FlowType.Int),
        ReferenceKind.Each => Slice(reference) ?? Each(reference.Name),
        ReferenceKind.Turn => Turn(reference) ?? new ReferenceType(FlowType.Int),
        ReferenceKind.TurnOutput => Turn(reference) ?? TurnOutput(reference.Name),
        ReferenceKind.RunId or ReferenceKind.RunWorkflow => new ReferenceType(FlowType.String),
        ReferenceKind.RunNumber => new ReferenceType(FlowType.Int),
        ReferenceKind.RunState => AtExit(reference, FlowType.String),
        ReferenceKind.RunReason => AtExit(reference, FlowType.String.OrNull),
        ReferenceKind.RunFailed => AtExit(reference, FlowType.ListOf(FlowType.String)),
        ReferenceKind.ServiceHost => Service(reference) ?? new ReferenceType(FlowType.String),
        ReferenceKind.ServicePort => Service(reference) ?? new ReferenceType(FlowType.Int),
        ReferenceKind.Volume => Volume(reference.Name),
        _ => Secret(reference.Name),
    };

    private static ReferenceType Typed(FlowType type, string because) => new(type, type.Optional ? because : null);

    private ReferenceType Input(string name)
    {
        if (reader.Inputs is not { } inputs)
        {
            return ReferenceType.Wrong(
                "`inputs` are a step's own and cannot be named here",
                reader.Step is null ? $"write workflow.inputs.{name}"
                : reader.Each?.ContainsKey(name) ?? false ? $"write each.{name}"
                : "refer to `workflow.inputs` or to a step's outputs");
        }

        return inputs.TryGetValue(name, out var type) ? Typed(type, $"the input `{name}` is {type.Noun}")
            : Unknown($"the step `{reader.Step}` has no input", name, inputs.Keys, "Declare it under `inputs`");
    }

    // Null if the reader is a slice.
    private ReferenceType? Slice(Reference reference) =>
        reader.Step is null ? ReferenceType.Wrong($"`{Scope(reference)}` is of a step, and this is none")
        : reader.Unsliced ? ReferenceType.Wrong(
            $"`{Scope(reference)}` is of a slice, which this list makes", "refer to `workflow.inputs` or to a step's outputs")
        : null;

    private static string Scope(Reference reference) => reference.Kind switch
    {
        ReferenceKind.Each => "each",
        ReferenceKind.TurnOutput => "outputs",
        _ => reference.ToString(),
    };

    // Null if the reader is a turn of a loop.
    private ReferenceType? Turn(Reference reference) => Slice(reference) ?? (reader.InTurn ? null : ReferenceType.Wrong(
        $"`{Scope(reference)}` is of a turn, and this is in no loop",
        reference.Kind == ReferenceKind.Turn ? "write repeat: { max: … }; `when` is asked before the first turn"
        : "write steps.NAME.outputs.NAME"));

    private ReferenceType TurnOutput(string name)
    {
        if (reader.Turn is not { } outputs)
        {
            return ReferenceType.Wrong("`outputs` is named in `until` and `carry` alone", "hand it on with `carry` to an input");
        }

        if (!outputs.TryGetValue(name, out var output))
        {
            return Unknown($"the step `{reader.Step}` has no output", name, outputs.Keys, "Declare it under `outputs`");
        }

        return output.HasDefault ? new ReferenceType(output.Type.NotNull)
            : output.Collect == Collect.Failure
                ? new ReferenceType(output.Type.OrNull, $"the output is collected only when `{reader.Step}` fails")
            : Typed(output.Type, $"the output is {output.Type.Noun}");
    }

    private ReferenceType Each(string name) =>
        reader.Each is not { } each
            ? ReferenceType.Wrong($"the step `{reader.Step}` has no `each`", $"write each: {{ {name}: … }} below x-step")
        : each.TryGetValue(name, out var type) ? Typed(type, $"the elements of `each.{name}` are {type}")
        : Unknown($"`each` of the step `{reader.Step}` has no", name, each.Keys, "Declare it under `each`");

    private ReferenceType Output(Reference reference)
    {
        if (Declared(reference, out var node, out var output) is { } told)
        {
            return told;
        }

        var whole = node.NullBecause ?? NullBecause(node);
        var one = output.HasDefault ? null
            : output.Type.Optional ? $"the output is {output.Type.Noun}"
            : output.Collect == Collect.Failure ? $"the output is collected only when `{node.Name}` fails"
            : node.HolesBecause;
        if (node.IsFannedOut)
        {
            var element = output.HasDefault ? output.Type.NotNull : (one ?? NullBecause(node)) is null ? output.Type : output.Type.OrNull;
            var list = FlowType.ListOf(element);
            return new ReferenceType(whole is null ? list : list.OrNull, whole ?? one);
        }

        var because = output.HasDefault ? null : output.Type.Optional ? one : node.NullBecause ?? one ?? whole;
        return new ReferenceType(because is not null ? output.Type.OrNull : output.HasDefault ? output.Type.NotNull : output.Type, because);
    }

    /// <summary>What each turn has left, in their order: there are only turns that went well, of a slice that did.</summary>
    private ReferenceType Turns(Reference reference)
    {
        if (Declared(reference, out var node, out var output) is { } told)
        {
            return told;
        }

        if (!node.IsLoop)
        {
            return ReferenceType.Wrong(
                $"the step `{node.Name}` has no `repeat`, and so no turns", $"write steps.{node.Name}.outputs.{reference.Member}");
        }

        var turns = FlowType.ListOf(
            output.HasDefault ? output.Type.NotNull : output.Collect == Collect.Failure ? output.Type.OrNull : output.Type);
        var whole = node.NullBecause ?? NullBecause(node);
        if (!node.IsFannedOut)
        {
            return new ReferenceType(whole is null ? turns : turns.OrNull, whole);
        }

        var hole = node.HolesBecause ?? NullBecause(node);
        var list = FlowType.ListOf(hole is null ? turns : turns.OrNull);
        return new ReferenceType(whole is null ? list : list.OrNull, whole ?? hole);
    }

    /// <summary>Finds the output that is named; else says what is wrong, or what can be told of a step that cannot be read.</summary>
    private ReferenceType? Declared(Reference reference, out NodeSymbol node, out OutputSymbol output)
    {
        (node, output) = (null!, default);
        if (Final(reference) is { } wrong)
        {
            return wrong;
        }

        node = symbols.Nodes[reference.Name];
        return node.Kind != NodeKind.Step
                ? ReferenceType.Wrong($"`{node.Name}` is no step and has no outputs", $"give `{node.Name}` an `x-step` with `outputs`")
            : node.IsUnknown ? new ReferenceType(FlowType.Json)
            : node.Outputs.TryGetValue(reference.Member, out output) ? null
            : Unknown($"the step `{node.Name}` has no output", reference.Member, node.Outputs.Keys,
                $"Declare it under `outputs` of `{node.Name}`");
    }

    // Why its outputs may be missing for this reader alone.
    private string? NullBecause(NodeSymbol node) =>
        IsOnExit ? $"`on_exit` runs whatever became of `{node.Name}`"
        : reader.RunIf != RunIf.AllOk ? $"`{reader.Step}` does not have `run_if: all_ok`, so `{node.Name}` may have failed"
        : null;

    /// <summary>Null if the reference names a step or one-shot that can be waited for.</summary>
    private ReferenceType? Final(Reference reference)
    {
        if (Find(reference.Name, "no step is called", symbols.Nodes.Values.Where(node => node.Kind != NodeKind.Service)) is { } wrong)
        {
            return wrong;
        }

        var node = symbols.Nodes[reference.Name];
        return node.Kind == NodeKind.Service
                ? ReferenceType.Wrong($"`{node.Name}` is a service, which does not end by itself",
                    $"give it an `x-step`, or use services.{node.Name}.host")
            : node.Name == reader.Step ? ReferenceType.Wrong($"the step `{node.Name}` refers to itself", "its own inputs are inputs.NAME")
            : node.Name == symbols.OnExit ? ReferenceType.Wrong($"`{node.Name}` is `on_exit` and runs after everything else")
            : null;
    }

    private ReferenceType? Service(Reference reference)
    {
        if (Find(reference.Name, "no service is called", symbols.Nodes.Values.Where(node => node.Kind == NodeKind.Service)) is { } wrong)
        {
            return wrong;
        }

        return symbols.Nodes[reference.Name].Kind == NodeKind.Service ? null
            : ReferenceType.Wrong($"`{reference.Name}` runs to its end and is not reached over the network",
                $"its results are steps.{reference.Name}.outputs.NAME");
    }

    private ReferenceType Secret(string name)
    {
        if (reader.Step is not { } step)
        {
            return ReferenceType.Wrong("`secrets` are given to steps, and this is none", "keep secrets inside the step");
        }

        var given = symbols.Nodes[step].Secrets;
        return given.Contains(name) ? new ReferenceType(FlowType.Secret)
            : Unknown($"the step `{step}` is given no text of a secret", name, given, $"List it: secrets: [{name}], beside `x-step`");
    }

    private ReferenceType Volume(string name) =>
        reader.Step is null || !symbols.Nodes.TryGetValue(reader.Step, out var node)
            ? ReferenceType.Wrong("`volumes` are paths in a step's own task, and this is none", "name them in a step that lists the volume")
        : node.Volumes.Contains(name) ? new ReferenceType(FlowType.String)
        : Unknown($"`{node.Name}` lists no volume", name, node.Volumes, $"Add it to its `volumes`: [\"{name}:/{name}\"]");

    private ReferenceType? Find(string name, string message, IEnumerable<NodeSymbol> near) =>
        symbols.Nodes.ContainsKey(name) ? null
        : symbols.DisabledNodes.Contains(name)
            ? ReferenceType.Wrong($"`{name}` is not enabled by any active profile", "add --profile, or remove its `profiles`")
        : Unknown(message, name, near.Select(node => node.Name), null);

    private ReferenceType AtExit(Reference reference, FlowType type) => IsOnExit
            ? Typed(type, "a run that goes well has no reason")
        : ReferenceType.Wrong($"{reference} is known in the step `on_exit` alone", "name that step under `x-workflow.on_exit`");

    private static ReferenceType Unknown(string message, string name, IEnumerable<string> known, string? fix) =>
        ReferenceType.Wrong($"{message} `{name}`{NearestName.Hint(name, known)}", fix is null
            ? null
            : char.ToLowerInvariant(fix[0]) + fix[1..]);
}
