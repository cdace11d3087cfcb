using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Views;

/// <summary>
/// Which outputs of a run are not there yet, and why: a step they come from is not final, or what it gave cannot be evaluated. Asked inside
/// the run's loop; a look at what is declared, not at slices.
/// </summary>
internal static class OutputsSoFar
{
    /// <summary>Of the workflow; <paramref name="errors"/> are those of a first try.</summary>
    public static IEnumerable<PendingOutput> OfRun(RunState state, IReadOnlyDictionary<string, FlowError> errors)
    {
        foreach (var output in state.Plan.Outputs)
        {
            var steps = TemplateReferences.Of(output.Value!).Select(static reference => reference.Step).OfType<string>()
                .Distinct(StringComparer.Ordinal);
            var open = steps.FirstOrDefault(name => Step(state, name) is >= 0 and var step && !state.Steps[step].Status.IsFinal());
            if (open is not null)
            {
                yield return new PendingOutput(null, output.Name, Why(state, Step(state, open)));
            }
            else if (errors.TryGetValue(output.Name, out var error))
            {
                yield return new PendingOutput(null, output.Name, RunEvaluation.Explain(error));
            }
        }
    }

    /// <summary>Of a step: all that it declares, until it is final.</summary>
    public static IEnumerable<PendingOutput> OfStep(RunState state, int step) => state.Steps[step].Status.IsFinal()
        ? []
        : (state.NodeOf(step).Step?.Outputs ?? []).Select(
            output => new PendingOutput(state.NodeOf(step).Name, output.Name, Why(state, step)));

    private static string Why(RunState state, int step)
    {
        var it = state.Steps[step];
        var done = it.Count > 1 ? $", {it.Count - it.Left} of {it.Count} are done" : "";
        return $"{state.NodeOf(step).Name} is {EventProjection.Word(RunProjection.Shown(state, state.Telling(step)))}{done}";
    }

    private static int Step(RunState state, string name) =>
        state.Plan.Nodes.Index().FirstOrDefault(node => node.Item.Name == name, (-1, null!)).Index;
}
