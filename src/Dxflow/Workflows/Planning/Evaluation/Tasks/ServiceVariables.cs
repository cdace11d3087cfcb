namespace Dxflow.Workflows.Planning.Evaluation.Tasks;

/// <summary>
/// The variables that tell a task where services are: those of the run, and in a called document those of its own instance, which come
/// first where both have a name. Those of the run are made once, for it is a look at every node.
/// </summary>
internal sealed class ServiceVariables(RunPlan plan)
{
    private readonly IReadOnlyList<BodyPlan> _bodies = BodyPlan.All(plan);
    private readonly Dictionary<int, IReadOnlyList<NodePlan>> _called = [];
    private IReadOnlyList<KeyValuePair<string, string>>? _outside;
    private IReadOnlyList<KeyValuePair<string, string>>? _inside;

    /// <param name="first">The first node of the document, or of the loop, that the task is of.</param>
    /// <param name="frame">Of a called document the instance.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Of(int first, int frame, bool fromContainer)
    {
        var run = fromContainer ? _inside ??= [.. OfRun(true)] : _outside ??= [.. OfRun(false)];
        if (frame == 0)
        {
            return run;
        }

        var own = OfDocument(first);
        return own.Count == 0 ? run : [.. run, .. ServiceAddress.Variables(plan, own, fromContainer, frame)];
    }

    private IEnumerable<KeyValuePair<string, string>> OfRun(bool fromContainer) =>
        ServiceAddress.Variables(plan, plan.Nodes.Take(_bodies[0].Count), fromContainer);

    private IReadOnlyList<NodePlan> OfDocument(int first)
    {
        if (!_called.TryGetValue(first, out var services))
        {
            _called[first] = services = [.. Around(first).Where(static node => node.Kind == NodeKind.Service)];
        }

        return services;
    }

    /// <summary>The nodes of the document that this one is of: a turn of a loop is of the one where the loop stands.</summary>
    private IEnumerable<NodePlan> Around(int node)
    {
        var body = _bodies.Index().First(body => node >= body.Item.First && node < body.Item.First + body.Item.Count);
        var loop = plan.Nodes.Index().FirstOrDefault(other => other.Item.Step?.Call is { Inline: true } call && call.Body == body.Index);
        return loop.Item is null ? plan.Nodes.Skip(body.Item.First).Take(body.Item.Count) : Around(loop.Index);
    }
}
