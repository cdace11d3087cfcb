using Dxflow.Artifacts;
using Dxflow.Operations;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using System.Globalization;

namespace Dxflow.Workflows.Preflight;

/// <summary>
/// How many files a step is given in its own directory, as far as the inputs of the workflow tell. What comes from another step is not
/// known.
/// </summary>
internal static class PlacedFiles
{
    public const int Max = 10_000;

    public static IEnumerable<Problem> Of(RunPlan plan, IReadOnlyDictionary<string, FlowValue> inputs, ArtifactStore store)
    {
        var evaluation = new StepEvaluation(plan);
        var view = new RunView("", 0, plan.Workflow, inputs, static _ => new NodeView("waiting"));
        var trees = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (index, node) in plan.Nodes.Index())
        {
            var placed = (node.Step?.Inputs ?? []).Where(static input => input.Place).ToList();
            if (placed.Count == 0 || Inputs(evaluation, view, index) is not { } values)
            {
                continue;
            }

            var count = placed.Sum(input => values.TryGetValue(input.Name, out var value) ? Count(value, store, trees) : 0);
            if (count > Max)
            {
                yield return new Problem(
                    string.Create(CultureInfo.InvariantCulture, $"`{node.Name}` is given {count} files, each placed in its work directory"),
                    "Write place: false where it can read them from a list, or pack them into one.", Warning: true);
            }
        }
    }

    private static IReadOnlyDictionary<string, FlowValue>? Inputs(StepEvaluation evaluation, RunView view, int node)
    {
        try
        {
            return evaluation.Inputs(view, node, default);
        }
        catch (FlowException)
        {
            // It takes what another step has not given yet.
            return null;
        }
    }

    private static long Count(FlowValue value, ArtifactStore store, Dictionary<string, long> trees) => value switch
    {
        ArtifactValue { Kind: ArtifactKind.Dir } tree => Entries(tree, store, trees),
        ArtifactValue => 1,
        ListValue list => list.Items.Sum(item => Count(item, store, trees)),
        MapValue map => map.Items.Values.Sum(item => Count(item, store, trees)),
        _ => 0,
    };

    private static long Entries(ArtifactValue tree, ArtifactStore store, Dictionary<string, long> trees)
    {
        if (!trees.TryGetValue(tree.Sha256, out var count))
        {
            trees[tree.Sha256] = count = store.List(ArtifactForm.Of(tree)).Count();
        }

        return count;
    }
}
