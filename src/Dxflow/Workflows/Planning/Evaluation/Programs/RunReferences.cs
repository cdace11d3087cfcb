using System.Text.Json;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Outputs;

namespace Dxflow.Workflows.Planning.Evaluation.Programs;

/// <summary>What references of one document see at one moment, whichever of its nodes they stand in.</summary>
internal sealed record RunScope(RunPlan Plan, IReadOnlyDictionary<string, int> Index, RunView View, KnownValues Known);

/// <summary>
/// The value of each reference, for one slice of one node; <see cref="Own"/> are its inputs as far as they are known, and
/// <paramref name="each"/> finds its elements. Without a node it is for the document's own outputs.
/// </summary>
internal sealed class RunReferences(RunScope scope, SliceView slice, NodePlan? of = null, Func<string, FlowValue>? each = null)
{
    /// <summary>So deep is looked for the tasks of called documents, which may call themselves.</summary>
    private const int CallsMax = 4;

    private readonly RunView _view = scope.View;

    /// <summary>Whom the address of a service is for: a task, or the tasks of the document that is called.</summary>
    private bool FromContainer => of is not null && IsContained(scope.Plan, of, CallsMax);

    public Dictionary<string, FlowValue> Own { get; } = new(StringComparer.Ordinal);

    public FlowValue Of(Reference reference) => reference.Kind switch
    {
        ReferenceKind.Input => Own.TryGetValue(reference.Name, out var own) ? own : throw Unknown(reference),
        ReferenceKind.WorkflowInput => _view.Inputs.TryGetValue(reference.Name, out var input) ? input : throw Unknown(reference),
        ReferenceKind.StepOutput => Output(Node(reference), reference),
        ReferenceKind.StepTurns => Turns(Node(reference), reference),
        ReferenceKind.StepStatus => new StringValue(_view.Node(Node(reference)).Status),
        ReferenceKind.StepOkCount => new IntValue(_view.Node(Node(reference)).OkCount),
        ReferenceKind.StepFailedCount => new IntValue(_view.Node(Node(reference)).FailedCount),
        ReferenceKind.Index => new IntValue(slice.Index),
        ReferenceKind.Each when each is not null => each(reference.Name),
        ReferenceKind.Turn => new IntValue(slice.Turn ?? 0),
        ReferenceKind.TurnOutput when of is not null && slice.Before is { } left => Left(left, reference.Name),
        ReferenceKind.RunId => new StringValue(_view.Id),
        ReferenceKind.RunNumber => new IntValue(_view.Number),
        ReferenceKind.RunWorkflow => new StringValue(_view.Workflow),
        ReferenceKind.RunState when _view.Verdict is { } verdict => new StringValue(verdict.State),
        ReferenceKind.RunReason when _view.Verdict is { } verdict =>
            verdict.Reason is { } reason ? new StringValue(reason) : FlowValue.Null,
        ReferenceKind.RunFailed when _view.Verdict is { } verdict =>
            new ListValue([.. verdict.Failed.Select(name => new StringValue(name))]),
        ReferenceKind.Volume when _view.Neutral => new StringValue($"volumes.{reference.Name}"),
        ReferenceKind.Volume when of?.Volumes?.FirstOrDefault(volume => volume.Name == reference.Name) is { Path: { } path } =>
            new StringValue(path),
        ReferenceKind.ServiceHost when _view.Neutral => new StringValue($"services.{reference.Name}.host"),
        ReferenceKind.ServicePort when _view.Neutral => new IntValue(reference.Port),
        ReferenceKind.ServiceHost =>
            new StringValue(ServiceAddress.Host(scope.Plan, scope.Plan.Nodes[Node(reference)], FromContainer, _view.Frame)),
        ReferenceKind.ServicePort =>
            new IntValue(ServiceAddress.Port(scope.Plan.Nodes[Node(reference)], reference.Port, FromContainer)),
        ReferenceKind.Secret when _view.Neutral => new SecretValue(TaskDigest.SecretMark + reference.Name),
        ReferenceKind.Secret when of?.Step?.Secrets?.FirstOrDefault(secret => secret.Name == reference.Name) is { } secret =>
            new SecretValue(secret.Line),
        _ => throw Unknown(reference),
    };

    public RunReferences With(IReadOnlyDictionary<string, FlowValue> own)
    {
        foreach (var (name, value) in own)
        {
            Own[name] = value;
        }

        return this;
    }

    private FlowValue Left(JsonElement outputs, string name)
    {
        var (type, standby) = Declared(of!.Step!, name);
        return Output(outputs, name, type) ?? standby;
    }

    private static (FlowType Type, FlowValue Standby) Declared(StepPlan step, string name)
    {
        var declared = step.Outputs.First(output => output.Name == name);
        var type = FlowTypeText.Parse(declared.Type);
        return (type, declared.Default is { } text ? InputText.Read(text, type) : FlowValue.Null);
    }

    private int Node(Reference reference) => scope.Index[reference.Name];

    private FlowValue Output(int node, Reference reference)
    {
        var key = new KnownKey(node, KnownKind.Output, reference.Member);
        return scope.Known.Of(_view, key, [node], () => Output(scope.Plan.Nodes[node].Step!, reference.Member, _view.Node(node)));
    }

    private FlowValue Turns(int node, Reference reference)
    {
        var key = new KnownKey(node, KnownKind.Turns, reference.Member);
        return scope.Known.Of(_view, key, [node], () => Turns(scope.Plan.Nodes[node].Step!, reference.Member, _view.Node(node)));
    }

    private FlowValue Turns(StepPlan step, string name, NodeView node)
    {
        var (type, standby) = Declared(step, name);
        return step.Fan is null ? Of(0) : IsMissing(step, node) ? FlowValue.Null
            : new ListValue([.. Enumerable.Range(0, node.Count).Select(Of)]);

        FlowValue Of(int slice) => node.Turns?.Invoke(slice) is { } turns
            ? new ListValue([.. turns.Select(left => Output(left, name, type) ?? standby)]) : FlowValue.Null;
    }

    private static bool IsMissing(StepPlan step, NodeView node) =>
        node.Status == "omitted" || (node.Status == "skipped" && !step.WhenEach);

    // Null stands for whatever was not collected, and a default stands in for null. What never had slices has no list either.
    private FlowValue Output(StepPlan step, string name, NodeView node)
    {
        var (type, standby) = Declared(step, name);
        if (step.Fan is null)
        {
            return Output(node.Outputs, name, type) ?? standby;
        }

        if (IsMissing(step, node))
        {
            return FlowValue.Null;
        }

        var items = new FlowValue[node.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Output(node.Slice?.Invoke(i), name, type) ?? standby;
        }

        return new ListValue(items);
    }

    private FlowValue? Output(JsonElement? outputs, string name, FlowType type)
    {
        if (outputs is not { } all)
        {
            return null;
        }

        var found = all.TryGetProperty(name, out var json) ? FlowJsonReader.Read(json, type.OrNull)
            : LargeOutputs.Find(all, name) is { } large && _view.Large is { } read ? read(large, type.OrNull)
            : FlowValue.Null;
        return found.IsNull ? null : found;
    }

    private static bool IsContained(RunPlan plan, NodePlan node, int calls)
    {
        if (node.Step?.Call is not { } call || calls == 0)
        {
            return node.Container is not null;
        }

        var body = BodyPlan.All(plan)[call.Body];
        return Enumerable.Range(body.First, body.Count).Any(inner => IsContained(plan, plan.Nodes[inner], calls - 1));
    }

    private static FlowException Unknown(Reference reference) => new(FlowErrorKind.Missing, $"{reference} has no value here");
}
