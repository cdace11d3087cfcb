namespace Dxflow.Workflows.Planning.Evaluation.Programs;

/// <summary>Whose <c>each</c> made the slices of a node: its own, or that of the step that it is a turn of.</summary>
internal sealed class StepFans
{
    private readonly int[] _fans;

    public StepFans(RunPlan plan)
    {
        _fans = [.. plan.Nodes.Select((node, i) => node.Step?.Fan is null ? -1 : i)];
        var bodies = BodyPlan.All(plan);
        foreach (var (host, call) in plan.Nodes.Index().Where(each => each.Item.Step is { Call.Inline: true, Fan: not null })
            .Select(each => (each.Index, each.Item.Step!.Call!)))
        {
            _fans.AsSpan(bodies[call.Body].First, bodies[call.Body].Count).Fill(host);
        }
    }

    /// <summary>The node; -1: it has one slice.</summary>
    public int Of(int node) => _fans[node];
}
