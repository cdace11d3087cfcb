using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Documents.Demands;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Documents;

/// <summary>
/// What a caller must be allowed for a plan to be run, looked at each time that one is made, and for a program beside a task of one. A task
/// of <c>process</c> can do all that the engine's user can, and so can a job of a cluster: whoever starts one needs SHELL, and on an engine
/// that runs as root MASTER.
/// A container that asks for more than itself needs PLATFORM, or an allowance in the engine's settings.
/// </summary>
internal static class PlanRights
{
    public static void Check(IEnumerable<NodePlan> nodes, Caller caller, bool engineIsRoot)
    {
        if (caller.IsMaster || nodes.FirstOrDefault(
            static node => node.Container is null && node.Runtime != PlanOptions.Null && !PlanOptions.Containers.Contains(node.Runtime))
                is not { } node)
        {
            return;
        }

        if (!caller.Permissions.HasFlag(Permission.Shell))
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"'{node.Name}' would run as a process of the engine's {(node.Runtime == PlanOptions.Process ? "machine" : "user")}, "
                + $"which needs SHELL; '{caller.Identity}' does not have it.",
                "A MASTER can grant it; a key with SHELL is as strong as the engine's user.");
        }

        if (engineIsRoot)
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"'{node.Name}' would run as root, as this engine does; that is for a MASTER only, and '{caller.Identity}' is none.",
                "Run the engine as a user of its own.");
        }
    }

    /// <summary>Who takes over what somebody else started may end it.</summary>
    public static void CheckAdopting(Caller caller)
    {
        if (!caller.IsMaster && !caller.Permissions.HasFlag(Permission.Platform))
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"to adopt is to take over what somebody else started, which needs PLATFORM; '{caller.Identity}' does not have it.",
                "A MASTER can grant it.");
        }
    }

    /// <summary>The plan, with what its containers may be given of the machine; a fault that names every key that asks for more.</summary>
    public static RunPlan Contained(RunPlan plan, Caller caller, ContainerAllowance allowance)
    {
        Check(plan, [.. ContainerDemands.Of(plan, plan.Nodes), .. ContainerDemands.OfSources(plan)], caller, allowance);
        return plan.Project is null ? plan
            : plan with { Project = plan.Project with { Reach = allowance.Reach(plan, caller) } };
    }

    /// <summary>
    /// For a caller who is on another machine: directories of this one are not theirs to have read. Only a build that is needed fails.
    /// </summary>
    public static RunPlan Afar(RunPlan plan) => plan with
    {
        Nodes = [.. plan.Nodes.Select(static node => node.Container is { Image: { Build: { } build } image } container
            && build.Context.StartsWith('/')
                ? node with
                {
                    Container = container with { Image = image with { Build = build with { Context = $"elsewhere:{build.Context}" } } },
                }
                : node)],
    };

    public static void CheckContainers(RunPlan plan, IEnumerable<NodePlan> nodes, Caller caller, ContainerAllowance allowance) =>
        Check(plan, ContainerDemands.Of(plan, nodes), caller, allowance);

    private static void Check(RunPlan plan, IReadOnlyList<Demand> demands, Caller caller, ContainerAllowance allowance)
    {
        if (allowance.Reach(plan, caller) is not { } reach)
        {
            return;
        }

        var problems = demands
            .Select(demand => (Demand: demand, Why: allowance.Refusal(demand, reach)))
            .Where(judged => judged.Why is not null)
            .OrderBy(judged => judged.Demand.At.Line)
            .Select(judged => Problem(judged.Demand, judged.Why!, reach)).ToList();
        if (problems.Count > 0)
        {
            throw new Fault(new FaultInfo(
                FaultKind.Forbidden,
                $"{plan.Workflow} asks for more than containers may have without PLATFORM, which '{caller.Identity}' does not have",
                "A MASTER can grant PLATFORM; it is as strong as the container engine's user.",
                problems));
        }
    }

    private static Problem Problem(Demand demand, string why, HostReach reach) => new(
        $"`{demand.Key}`: `{demand.Service}` {demand.What}{why}",
        $"Remove it, or have a MASTER set {ContainerAllowance.Setting(demand, reach)} on the engine.",
        demand.At == default ? null : demand.At.File,
        demand.At.Line,
        demand.At.Column);
}
