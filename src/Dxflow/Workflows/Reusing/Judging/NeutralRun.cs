using Dxflow.Artifacts;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>
/// Keys and digests of a run's slices: its values as they are, but its identity and its secrets only as names, so that two runs of the same
/// work are equal. Its own parsed templates and known values are beside those by which the run itself is evaluated.
/// </summary>
internal sealed class NeutralRun
{
    private readonly StepEvaluation _steps;
    private readonly RunViews _views;

    public NeutralRun(RunPlan plan, IReadOnlyDictionary<string, FlowValue> inputs, ArtifactStore store)
    {
        _steps = new StepEvaluation(plan);
        var known = inputs.ToDictionary(static input => input.Key, static input => Named(input.Value), StringComparer.Ordinal);
        _views = new RunViews(new RunFacts("run.id", 0, "run.workflow", known), _steps, store, neutral: true);
    }

    /// <exception cref="Flow.FlowException">It names what is not there (yet).</exception>
    public string Key(RunState state, int step, int slice) => _views.Key(state, step, slice);

    /// <exception cref="Flow.FlowException">Something of it cannot be evaluated.</exception>
    public TaskDigest Digest(RunState state, int step, int slice) =>
        _steps.Digest(_views.Of(state, step), state.Steps[step].Node, _views.Slice(state, step, slice));

    private static FlowValue Named(FlowValue value) => value switch
    {
        SecretValue => new SecretValue(TaskDigest.SecretMark),
        ListValue list => new ListValue([.. list.Items.Select(Named)]),
        MapValue map => new MapValue(new OrderedDictionary<string, FlowValue>(
            map.Items.Select(static pair => KeyValuePair.Create(pair.Key, Named(pair.Value))))),
        _ => value,
    };
}
