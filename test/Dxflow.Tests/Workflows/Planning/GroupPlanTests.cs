using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

public sealed class GroupPlanTests
{
    [Fact]
    public void How_many_slices_may_be_one_task_is_in_the_plan()
    {
        var plan = new PlanBench().Plan("""
            services:
              a: { command: [x], x-step: { each: { n: [1, 2, 3] }, group: 2, pool: 2 } }
              b: { command: [x], x-step: { each: { n: [1, 2, 3] }, group: 10, repeat: { max: 2 } } }
              c: { command: [x], x-step: }
            """);
        Assert.Equal(
            [(2, 2), (10, null), (null, null), (null, null)], plan.Nodes.Select(node => (node.Step!.Group, node.Step.Pool)));
    }

    [Fact]
    public void A_cluster_groups_what_is_one_task()
    {
        var cluster = new PlanBench { Options = PlanBench.Cluster with { Runtime = "slurm" } };
        Assert.Equal("", cluster.Problems("services: { a: { command: [x], x-step: { each: { n: [1] }, group: 2 } } }"));
        Assert.Equal(
            "1:67 warning: `group` has no effect on `a`, which asks for several nodes or tasks: each slice is a job of its own",
            cluster.Problems("services: { a: { command: [x], x-step: { each: { n: [1] }, group: 2, resources: { tasks: 2 } } } }"));
    }

    [Fact]
    public void Where_it_says_nothing_is_told_with_its_place() => Assert.Equal(
        """
        2:57 warning: `group` has no effect on `process`: there each slice begins by itself, without a queue to wait in
        3:56 `pool` is how many slices of a group run at a time, and a group has 1
        4:57 warning: `group` has no effect on `process`: there each slice begins by itself, without a queue to wait in
        4:66 `pool` is how many slices of a group run at a time, and a group has 2
        5:39 warning: `group` is about slices, and there is no `each`: it has no effect
        6:57 `group` must be a whole number from 1 to 100000, and this is `0`
        """,
        new PlanBench().Problems("""
        services:
          a: { command: [x], x-step: { each: { n: [1] }, group: 2 } }
          b: { command: [x], x-step: { each: { n: [1] }, pool: 2 } }
          c: { command: [x], x-step: { each: { n: [1] }, group: 2, pool: 3 } }
          d: { command: [x], x-step: { group: 2 } }
          e: { command: [x], x-step: { each: { n: [1] }, group: 0 } }
        """));
}
