using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// Shows a run's state to the evaluation of its plan, inside the run's loop. What cannot be evaluated is a <see cref="FlowException"/>:
/// the attempt fails as <c>bad_input</c>.
/// </summary>
internal sealed class RunEvaluation(RunPlan plan, RunFacts facts, RunFiles files, ArtifactStore store)
{
    public const string ScriptName = "script";
    public const string InputsJsonName = "inputs.json";
    public const string ProgressName = "progress";

    private readonly StepEvaluation _steps = new(plan);

    /// <summary><c>when</c> of a slice.</summary>
    public WhenVerdict When(RunState state, int step, int slice)
    {
        try
        {
            return new WhenVerdict(_steps.When(View(state), step, slice));
        }
        catch (FlowException wrong)
        {
            return new WhenVerdict(false, Mask(state).Of(Explain(wrong.Error)));
        }
    }

    public EvaluatedTask Task(RunState state, AttemptId id) => _steps.Task(View(state), id.Step, id.Slice, Places(id));

    /// <summary>Where the task of an attempt sees its own, which is not where it lies if it is a container.</summary>
    public TaskPlaces Places(AttemptId id) => plan.Nodes[id.Step].Container is null ? Outside(id) : ContainerPlaces.Inside;

    /// <summary>Where it lies on the engine's machine.</summary>
    public TaskPlaces Outside(AttemptId id)
    {
        var attempt = files.Attempt(id);
        return new TaskPlaces(
            files.Work(id), Path.Combine(attempt, ScriptName), Path.Combine(attempt, InputsJsonName), Path.Combine(attempt, ProgressName),
            artifact => store.PathOf(artifact.Kind, artifact.Sha256));
    }

    /// <summary>What is collected of an attempt, which depends on whether it ended well.</summary>
    public (bool EndedWell, IReadOnlyList<ExpectedOutput> Outputs) Outputs(RunState state, AttemptId id)
    {
        var well = SliceRules.EndedWell(state, state.IndexOf(id.Step, id.Slice));
        var wanted = _steps.Outputs(View(state), id.Step, id.Slice, Places(id))
            .Where(output => output.Plan.Collect == Collect.Always || output.Plan.Collect == Collect.Success == well);
        return (well, [.. wanted]);
    }

    /// <summary>The workflow's own outputs; one that cannot be evaluated (its step failed) is null.</summary>
    public IReadOnlyDictionary<string, FlowValue> Results(RunState state) => _steps.Results(View(state)).Values;

    /// <summary>The same, with what is wrong with those that cannot be evaluated.</summary>
    public (IReadOnlyDictionary<string, FlowValue> Values, IReadOnlyDictionary<string, FlowError> Errors) Tried(RunState state) =>
        _steps.Results(View(state));

    /// <summary>What was secret before the run began: texts of the plan and inputs.</summary>
    public SecretMask Mask() => new([.. plan.Secrets ?? [], .. facts.Inputs.Values.SelectMany(SecretMask.In)]);

    /// <summary>Everything that is secret in this run, as far as it is known by now; costs a look at every node.</summary>
    public SecretMask Mask(RunState state) => Mask().With([.. _steps.Secrets(View(state))]);

    public static string Explain(FlowError error) => error.Fix is { } fix ? $"{error.Detail}; {fix}" : error.Detail;

    /// <summary>Only <c>on_exit</c> can ask for the verdict, which costs a look at every node.</summary>
    private RunView View(RunState state) => new(
        facts.Id,
        facts.Number,
        facts.Workflow,
        facts.Inputs,
        node => Node(state, node),
        plan.OnExit is null ? null : Verdict(state),
        Tree);

    private static NodeView Node(RunState state, int node)
    {
        ref var step = ref state.Steps[node];
        var skipped = step.Status == UnitStatus.Skipped ? step.Count : 0;
        return new NodeView(
            EventProjection.Word(step.Status), step.Succeeded + skipped, step.Failed,
            state.Outputs.TryGetValue(step.First, out var outputs) ? outputs : null);
    }

    /// <summary>What <c>on_exit</c> sees: the verdict that stands if it goes well itself.</summary>
    private RunVerdict Verdict(RunState state)
    {
        var status = state switch
        {
            { Cancel: not null } => RunStatus.Cancelled,
            { FailedStep: >= 0 } => RunStatus.Failed,
            _ => RunStatus.Succeeded,
        };
        var reason = state.FailedStep < 0 ? FailureReason.None : state.Telling(state.FailedStep).Reason;
        var failed = plan.Nodes.Index().Where(node => state.Steps[node.Index].Status == UnitStatus.Failed).Select(node => node.Item.Name);
        return new RunVerdict(EventProjection.Word(status), reason == FailureReason.None
            ? null
            : EventProjection.Word(reason), [.. failed]);
    }

    private Dictionary<string, ArtifactValue> Tree(ArtifactValue directory)
    {
        try
        {
            return store.List(ArtifactForm.Of(directory)).ToDictionary(entry => entry.Key, entry => ArtifactForm.Of(entry.Value));
        }
        catch (ArtifactException gone)
        {
            throw new FlowException(FlowErrorKind.Missing, gone.Message);
        }
    }
}
