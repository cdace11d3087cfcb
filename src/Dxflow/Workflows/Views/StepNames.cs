using System.Globalization;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Views;

/// <summary>
/// What the numbers of steps in a run's events mean. Those of the document are its nodes; those of called documents are numbered in the
/// order in which they were opened, so whoever wants their names shows it all events from the first on.
/// </summary>
internal sealed class StepNames(RunPlan plan)
{
    private readonly IReadOnlyList<BodyPlan> _bodies = BodyPlan.All(plan);
    private readonly List<(int Node, string Within)> _called = [];

    /// <summary>Without called documents nothing has to be observed.</summary>
    public bool NeedsAll => _bodies.Count > 1;

    public void Observe(RunEvent fact)
    {
        if (fact is not BodyOpened opened || Node(opened.Step).Step?.Call is not { } call)
        {
            return;
        }

        var host = Node(opened.Step);
        var slice = host.Step!.Fan is null ? "" : string.Create(CultureInfo.InvariantCulture, $"/{opened.Slice}");
        var turn = host.Step.Repeat is null ? "" : string.Create(CultureInfo.InvariantCulture, $"/{opened.Turn}");
        var within = $"{Name(opened.Step)}{slice}{turn}";
        var body = _bodies[call.Body];
        for (var node = body.First; node < body.First + body.Count; node++)
        {
            _called.Add((node, call.Inline ? within : $"{within}/{plan.Nodes[node].Name}"));
        }
    }

    /// <summary>Whether it was observed by now that there is such a step.</summary>
    public bool Knows(int step) => step < _bodies[0].Count + _called.Count;

    public NodePlan Node(int step) => plan.Nodes[NodeIndex(step)];

    public int NodeIndex(int step) => step < _bodies[0].Count ? step : _called[step - _bodies[0].Count].Node;

    /// <summary>The way to a step in the frames of a state.</summary>
    public static string Name(RunState state, int step)
    {
        var (frame, node) = (state.Frames[state.Steps[step].Frame], state.NodeOf(step));
        if (frame.Host < 0)
        {
            return node.Name;
        }

        var host = state.Slices[frame.Host].Step;
        var calling = state.NodeOf(host).Step!;
        var slice = calling.Fan is null ? "" : string.Create(CultureInfo.InvariantCulture, $"/{frame.Host - state.Steps[host].First}");
        var turn = calling.Repeat is null ? "" : string.Create(CultureInfo.InvariantCulture, $"/{frame.Turn}");
        return $"{Name(state, host)}{slice}{turn}{(calling.Call!.Inline ? "" : "/" + node.Name)}";
    }

    /// <summary>The same, of a slice where the step has several.</summary>
    public static string NameOfSlice(RunState state, int step, int slice) => state.NodeOf(step).Step?.Fan is null
        ? Name(state, step) : string.Create(CultureInfo.InvariantCulture, $"{Name(state, step)}/{slice}");

    /// <summary>The name in the document; inside of what is called the way there before it: <c>loop/2/label</c>.</summary>
    public string Name(int step) =>
        step < _bodies[0].Count ? plan.Nodes[step].Name : _called[step - _bodies[0].Count].Within;
}
