using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

public sealed class GrowthTests
{
    [Fact]
    public void Factors_of_the_workflow_hold_where_a_step_has_none()
    {
        var plan = new PlanBench().Plan("""
            x-workflow: { defaults: { retry: { limit: 2, grow: { memory: 2, run: 3 } }, timeout: { run: 1m } } }
            services:
              a: { command: [x], deploy: { resources: { limits: { memory: 1G } } }, x-step: { retry: { grow: { run: 1.5 } } } }
              b: { command: [x], x-step: { retry: 0 } }
            """);
        Assert.Equal(new GrowPlan(2, 1.5, 16L << 30), plan.Nodes[0].Step!.Retry.Grow);
        Assert.Equal(2L << 30, Growth.Resources(plan.Nodes[0], 1).LimitMemoryBytes);
        Assert.Equal(16L << 30, Growth.Resources(plan.Nodes[0], 9).BookedMemoryBytes);
        Assert.Equal(TimeSpan.FromSeconds(90), Growth.Run(plan.Nodes[0], 1));
        Assert.Equal(TimeSpan.FromDays(3650), Growth.Run(plan.Nodes[0], 10_000));
        Assert.Equal(new ResourcePlan(1, 0), Growth.Resources(plan.Nodes[1], 1));
    }

    [Fact]
    public void On_a_cluster_memory_grows_past_the_machine_of_the_engine()
    {
        var plan = new PlanBench { Options = PlanBench.Cluster with { Runtime = "slurm" } }.Plan("""
            services:
              a:
                command: [x]
                deploy: { resources: { limits: { memory: 1G } } }
                x-step: { retry: { limit: 60, grow: { memory: 2 } } }
            """);
        Assert.Equal(8L << 30, Growth.Resources(plan.Nodes[0], 3).BookedMemoryBytes);
        Assert.Equal(GrowPlan.AnyMemoryBytes, Growth.Resources(plan.Nodes[0], 60).BookedMemoryBytes);
    }

    [Fact]
    public void What_cannot_grow_is_said_with_its_place() => Assert.Equal(
        """
        2:67 `grow.memory` has nothing to grow: the step asks for no memory
        2:75 `grow.run` has nothing to grow: the step has no time limit
        3:64 `grow.run` must be from 1 to 100
        4:57 `grow` must be a map, and this is a text
        5:54 warning: `grow` has no effect: there is no second attempt
        6:59 `cpus` is no key of `grow`
        """,
        new PlanBench().Problems("""
        services:
          a: { command: [x], x-step: { retry: { limit: 1, grow: { memory: 2, run: 2 } } } }
          b: { command: [x], x-step: { retry: { limit: 1, grow: { run: 0.5 } }, timeout: 1m } }
          c: { command: [x], x-step: { retry: { limit: 1, grow: 2 } } }
          d: { command: [x], x-step: { retry: { grow: { run: 2 } }, timeout: 1m } }
          e: { command: [x], x-step: { retry: { limit: 1, grow: { cpus: 2 } } } }
        """));
}
