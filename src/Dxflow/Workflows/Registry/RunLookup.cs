using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Registry;

/// <summary>Finds what a request names, or says what there is instead.</summary>
internal static class RunLookup
{
    private const int NamesMax = 20;

    public static WorkflowEntry Workflow(IndexState index, string name)
    {
        if (index.Workflows.TryGetValue(name, out var workflow))
        {
            return workflow;
        }

        var near = Nearest.To(name, index.Workflows.Keys);
        throw Fault.Missing(
            $"there is no workflow '{name}'", near is null ? "'dxflow workflow list' shows those there are" : $"did you mean '{near}'?");
    }

    /// <summary>The run that is named, or the latest.</summary>
    public static RunEntry Run(IndexState index, string name, int? number)
    {
        var workflow = Workflow(index, name);
        if (workflow.Runs.Count == 0)
        {
            throw Fault.Missing($"workflow '{name}' has no runs", $"start one: dxflow workflow start {name}");
        }

        return number is { } wanted
            ? workflow.Runs.GetValueOrDefault(wanted)
                ?? throw Fault.Missing($"workflow '{name}' has no run {wanted}", $"'dxflow workflow runs {name}' shows those it has")
            : workflow.Runs.Last().Value;
    }

    /// <summary>The index of a step or service of the document itself by its name.</summary>
    public static int Node(RunPlan plan, string name)
    {
        if (Find(plan, name) is >= 0 and var found)
        {
            return found;
        }

        var nodes = Written(plan);
        var near = Nearest.To(name, nodes.Select(node => node.Name));
        throw Fault.Missing(
            $"there is no step or service '{name}'",
            near is not null ? $"did you mean '{near}'?"
                : $"there are {string.Join(", ", nodes.Take(NamesMax).Select(node => node.Name))}"
                    + (nodes.Count > NamesMax ? $" and {nodes.Count - NamesMax} more" : string.Empty));
    }

    /// <summary>The same; -1 if there is none.</summary>
    public static int Find(RunPlan plan, string name) => Written(plan).FindIndex(node => node.Name == name);

    private static List<NodePlan> Written(RunPlan plan) => [.. plan.Nodes.Take(BodyPlan.All(plan)[0].Count)];

    /// <summary>The runs that a command to stop is about: the one named, or all that are not final.</summary>
    public static IReadOnlyList<RunEntry> Live(IndexState index, string name, int? number)
    {
        if (number is not null)
        {
            var run = Run(index, name, number);
            return run.IsLive
                ? [run]
                : throw Fault.Conflict($"run {name}/{number} has ended", $"see 'dxflow workflow show {name}/{number}'");
        }

        var live = Workflow(index, name).Runs.Values.Where(run => run.IsLive).ToList();
        return live.Count > 0
            ? live
            : throw Fault.Conflict($"nothing of workflow '{name}' is running", $"see 'dxflow workflow runs {name}'");
    }
}
