using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Carrying.Evaluation;

/// <summary>
/// The values of references at one moment of a run: a view of its state, to be used inside the run's loop. <see cref="Own"/> are the
/// inputs of the step that reads, as far as they are known.
/// </summary>
internal sealed class RunScope(RunPlan plan, RunFacts facts, RunState state)
{
    private readonly Dictionary<string, int> _index = plan.Nodes.Index().ToDictionary(node => node.Item.Name, node => node.Index);

    public Dictionary<string, FlowValue> Own { get; } = new(StringComparer.Ordinal);

    public int Index { get; init; }

    public FlowValue Of(Reference reference) => reference.Kind switch
    {
        ReferenceKind.Input => Own.TryGetValue(reference.Name, out var own) ? own : throw Unknown(reference),
        ReferenceKind.WorkflowInput => facts.Inputs.TryGetValue(reference.Name, out var input) ? input : throw Unknown(reference),
        ReferenceKind.StepOutput => Output(reference),
        ReferenceKind.StepStatus => new StringValue(Views.EventProjection.Word(state.Steps[_index[reference.Name]].Status)),
        ReferenceKind.StepOkCount => new IntValue(Ok(_index[reference.Name])),
        ReferenceKind.StepFailedCount => new IntValue(state.Steps[_index[reference.Name]].Failed),
        ReferenceKind.Index => new IntValue(Index),
        ReferenceKind.RunId => new StringValue(facts.Id),
        ReferenceKind.RunNumber => new IntValue(facts.Number),
        ReferenceKind.RunWorkflow => new StringValue(facts.Workflow),
        ReferenceKind.RunState => new StringValue(Views.EventProjection.Word(VerdictSoFar())),
        ReferenceKind.RunReason => state.FailedStep < 0
            ? FlowValue.Null
            : new StringValue(Views.EventProjection.Word(state.Slices[state.Steps[state.FailedStep].First].Reason)),
        ReferenceKind.RunFailed => new ListValue([.. Failed().Select(name => new StringValue(name))]),
        ReferenceKind.ServiceHost => new StringValue("127.0.0.1"),
        ReferenceKind.ServicePort => new IntValue(ServiceAddress.PortOf(plan.Nodes[_index[reference.Name]], reference.Port)),
        _ => throw Unknown(reference),
    };

    private FlowValue Output(Reference reference)
    {
        var step = _index[reference.Name];
        var declared = plan.Nodes[step].Step!.Outputs.First(output => output.Name == reference.Member);
        var type = FlowTypeText.Parse(declared.Type);
        if (state.Outputs.TryGetValue(state.Steps[step].First, out var outputs) && outputs.TryGetProperty(declared.Name, out var value))
        {
            return FlowJsonReader.Read(value, type.OrNull) is { IsNull: false } found ? found : Standby(declared, type);
        }

        return Standby(declared, type);
    }

    private static FlowValue Standby(OutputPlan declared, FlowType type) =>
        declared.Default is { } text ? InputText.Read(text, type) : FlowValue.Null;

    private int Ok(int step) => state.Steps[step].Succeeded + (state.Steps[step].Status == UnitStatus.Skipped ? 1 : 0);

    /// <summary>What <c>on_exit</c> sees: the verdict that stands if it goes well itself.</summary>
    private RunStatus VerdictSoFar() => state switch
    {
        { Cancel: not null } => RunStatus.Cancelled,
        { FailedStep: >= 0 } => RunStatus.Failed,
        _ => RunStatus.Succeeded,
    };

    private IEnumerable<string> Failed() =>
        plan.Nodes.Index().Where(node => state.Steps[node.Index].Status == UnitStatus.Failed).Select(node => node.Item.Name);

    private static FlowException Unknown(Reference reference) => new(FlowErrorKind.Missing, $"{reference} has no value here");
}
