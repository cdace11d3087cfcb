using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>The value of each reference, for one slice of one node; <see cref="Own"/> are its inputs as far as they are known.</summary>
internal sealed class RunReferences(
    RunPlan plan, IReadOnlyDictionary<string, int> index, RunView view, int slice, bool fromContainer = false)
{
    public Dictionary<string, FlowValue> Own { get; } = new(StringComparer.Ordinal);

    public FlowValue Of(Reference reference) => reference.Kind switch
    {
        ReferenceKind.Input => Own.TryGetValue(reference.Name, out var own) ? own : throw Unknown(reference),
        ReferenceKind.WorkflowInput => view.Inputs.TryGetValue(reference.Name, out var input) ? input : throw Unknown(reference),
        ReferenceKind.StepOutput => Output(index[reference.Name], reference),
        ReferenceKind.StepStatus => new StringValue(view.Node(index[reference.Name]).Status),
        ReferenceKind.StepOkCount => new IntValue(view.Node(index[reference.Name]).OkCount),
        ReferenceKind.StepFailedCount => new IntValue(view.Node(index[reference.Name]).FailedCount),
        ReferenceKind.Index => new IntValue(slice),
        ReferenceKind.RunId => new StringValue(view.Id),
        ReferenceKind.RunNumber => new IntValue(view.Number),
        ReferenceKind.RunWorkflow => new StringValue(view.Workflow),
        ReferenceKind.RunState when view.Verdict is { } verdict => new StringValue(verdict.State),
        ReferenceKind.RunReason when view.Verdict is { } verdict => verdict.Reason is { } reason ? new StringValue(reason) : FlowValue.Null,
        ReferenceKind.RunFailed when view.Verdict is { } verdict =>
            new ListValue([.. verdict.Failed.Select(name => new StringValue(name))]),
        ReferenceKind.ServiceHost => new StringValue(ServiceAddress.Host(plan.Nodes[index[reference.Name]], fromContainer)),
        ReferenceKind.ServicePort => 
            new IntValue(ServiceAddress.Port(plan.Nodes[index[reference.Name]], reference.Port, fromContainer)),
        _ => throw Unknown(reference),
    };

    // Null stands for whatever was not collected, and a default stands in for null.
    private FlowValue Output(int node, Reference reference)
    {
        var declared = plan.Nodes[node].Step!.Outputs.First(output => output.Name == reference.Member);
        var type = FlowTypeText.Parse(declared.Type);
        if (view.Node(node).Outputs is { } outputs && outputs.TryGetProperty(declared.Name, out var json)
            && FlowJsonReader.Read(json, type.OrNull) is { IsNull: false } found)
        {
            return found;
        }

        return declared.Default is { } text ? InputText.Read(text, type) : FlowValue.Null;
    }

    private static FlowException Unknown(Reference reference) => new(FlowErrorKind.Missing, $"{reference} has no value here");
}
