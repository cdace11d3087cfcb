using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;

namespace Dxflow.Tests.Workflows.Running.Simulation.Documents;

/// <summary>Plans with everything a plan can have, in small: up to a dozen nodes, any acyclic edges.</summary>
internal static class RandomPlans
{
    /// <summary>No step asks for more at first.</summary>
    private const int MemoryBytesMax = 1000;

    public static RunPlan Next(Chance chance, double cpus)
    {
        var isJob = chance.Percent(85);
        var count = chance.Between(1, chance.Percent(20) ? 12 : 6);
        var nodes = new List<NodePlan>();
        for (var node = 0; node < count; node++)
        {
            var kind = isJob && node == count - 1 ? NodeKind.Step
                : chance.Percent(isJob ? 20 : 70) ? NodeKind.Service
                : chance.Percent(isJob ? 12 : 100) ? NodeKind.OneShot
                : NodeKind.Step;
            nodes.Add(Node(chance, kind, node, nodes, cpus));
        }

        // Nobody may wait for on_exit, so only the last node can be it.
        var hasOnExit = isJob && count > 1 && chance.Percent(30);
        var plan = new RunPlan(
            1,
            "w",
            isJob ? RunKind.Job : RunKind.Up,
            "process",
            "/",
            hasOnExit ? [.. nodes[..^1], nodes[^1] with { After = [] }] : nodes,
            [],
            [],
            Parallel: chance.Percent(30) ? chance.Between(1, 3) : null,
            Timeout: chance.Percent(15) ? TimeSpan.FromSeconds(chance.Between(1, 300)) : null,
            FailFast: chance.Percent(25),
            OnExit: hasOnExit ? count - 1 : null,
            AtRest: !isJob && chance.Percent(20));
        return isJob ? RandomBodies.Into(plan, chance, inner => Inner(inner, cpus)) : plan;
    }

    private static NodePlan Inner(Chance chance, double cpus) =>
        Step(chance, Plans.Step("inner")) with { Resources = Booking(chance.Between(0, (int)cpus * 2) / 2.0, 0) };

    /// <summary>Halves of cpus come with something named.</summary>
    private static ResourcePlan Booking(double cpus, long memoryBytes) => new(
        cpus, memoryBytes, Named: cpus % 1 == 0 ? null
            : cpus % 2 < 1 ? new Dictionary<string, int> { ["x"] = 1 } : new Dictionary<string, int> { ["x"] = 2, ["y"] = 1 });

    private static NodePlan Node(Chance chance, NodeKind kind, int index, List<NodePlan> earlier, double cpus)
    {
        var after = new List<DependencyPlan>();
        for (var node = 0; node < index; node++)
        {
            if (chance.Percent(earlier.Count > 6 ? 20 : 35))
            {
                after.Add(new DependencyPlan(node, Condition(chance, kind, earlier[node]), chance.Percent(90)));
            }
        }

        var plan = kind switch
        {
            NodeKind.Service => Plans.Service($"n{index}", [.. after]),
            NodeKind.OneShot => Plans.OneShot($"n{index}", [.. after]),
            _ => Step(chance, Plans.Step($"n{index}", [.. after])),
        };
        plan = kind != NodeKind.Step && chance.Percent(50)
            ? plan.Restarts(
                chance.Of(RestartCondition.OnFailure, RestartCondition.Always, RestartCondition.UnlessStopped), chance.Between(0, 3))
            : plan;
        plan = kind == NodeKind.Service && chance.Percent(50) ? plan.Checked() : plan;
        plan = kind == NodeKind.Service && chance.Percent(30) ? plan.Contained() : plan;
        plan = kind == NodeKind.Service && chance.Percent(30) ? plan with { Replicas = chance.Between(0, 3) } : plan;
        var booked = kind == NodeKind.Service ? 0 : chance.Between(0, (int)cpus * 2) / 2.0;
        return plan with { Resources = Booking(booked, chance.Percent(20) ? chance.Between(0, MemoryBytesMax) : 0) };
    }

    private static DependencyCondition Condition(Chance chance, NodeKind kind, NodePlan on) => on.Kind switch
    {
        NodeKind.Service => chance.Of(DependencyCondition.Started, DependencyCondition.Healthy),
        NodeKind.OneShot when kind != NodeKind.Step => chance.Of(DependencyCondition.Started, DependencyCondition.Succeeded),
        _ => chance.Of(DependencyCondition.Final, DependencyCondition.Succeeded, DependencyCondition.Final, DependencyCondition.Started),
    };

    private static NodePlan Step(Chance chance, NodePlan plan)
    {
        plan = plan
            .If(chance.Of(RunIf.AllOk, RunIf.AllOk, RunIf.AllOk, RunIf.AllDone, RunIf.AnyFailed))
            .Retries(chance.Of(0, 0, 1, 2), chance.Percent(30) ? [RetryClass.Any] : [])
            .Limits(
                chance.Percent(20) ? chance.Between(1, 60) : null,
                chance.Percent(30) ? chance.Between(1, 60) : null);
        plan = plan.Step!.Retry.Limit == 2 ? plan.Grows(memory: 2, run: 1.5, MemoryBytesMax) : plan;
        plan = chance.Percent(20) ? plan.Continues() : plan;
        plan = chance.Percent(25) ? plan with { HasQueue = true } : plan;
        plan = chance.Percent(20) ? plan.When() : plan;
        return chance.Percent(40) ? plan.Leaves(chance.Of(Collect.Success, Collect.Always, Collect.Failure)) : plan;
    }
}
