namespace Dxflow.Workflows.Planning.Evaluation.Programs;

/// <summary>Which step a node belongs to: a turn of a loop to the loop, whose slices and turns it is one of; else itself.</summary>
internal sealed class StepHosts
{
    private readonly NodePlan[] _nodes;
    private readonly int[] _hosts;

    public StepHosts(RunPlan plan)
    {
        _nodes = [.. plan.Nodes];
        _hosts = [.. Enumerable.Range(0, _nodes.Length)];
        var bodies = BodyPlan.All(plan);
        foreach (var (host, node) in _nodes.Index().Where(each => each.Item.Step is { Call.Inline: true }))
        {
            var body = bodies[node.Step!.Call!.Body];
            _hosts.AsSpan(body.First, body.Count).Fill(host);
        }
    }

    public int Of(int node) => _hosts[node];

    /// <summary>The node whose <c>each</c> made its slices; -1: it has one.</summary>
    public int Fan(int node) => _nodes[_hosts[node]].Step?.Fan is null ? -1 : _hosts[node];
}
