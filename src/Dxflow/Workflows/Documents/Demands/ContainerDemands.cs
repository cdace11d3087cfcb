using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Documents.Demands;

/// <summary>
/// What the containers of a plan ask for beyond themselves. It looks at what will be made, not at what was written, and knows what is
/// harmless: whatever it does not know needs a permission. Pure.
/// </summary>
internal static class ContainerDemands
{
    /// <summary>What is read of volumes at the start is had as if it was mounted.</summary>
    public static IReadOnlyList<Demand> OfSources(RunPlan plan)
    {
        var demands = new DemandList(plan.Workflow, null);
        foreach (var volume in plan.SourceVolumes?.Select(static source => source.Engine).OfType<VolumeSpec>() ?? [])
        {
            SharedDemands.Volume(volume, plan.Project, demands);
        }

        return demands.Items;
    }

    public static IReadOnlyList<Demand> Of(RunPlan plan, IEnumerable<NodePlan> nodes)
    {
        var all = new List<Demand>();
        foreach (var node in nodes)
        {
            if (node.Container is { } container && plan.Project is { } project)
            {
                var demands = new DemandList(node.Name, node.Written);
                IsolationDemands.Add(container, demands);
                HostDemands.Add(container, demands);
                SharedDemands.Add(container, project, demands);
                all.AddRange(demands.Items);
            }
        }

        // What services share is told once.
        return [.. all.DistinctBy(demand => demand.At == default ? (object)demand : (demand.At, demand.What))];
    }
}
