using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

public sealed class NamedResourcePlanTests
{
    private const string Document = """
        services:
          a: { command: [x], x-step: { resources: { license: 2, tasks: 4 } } }
          b: { command: [x], x-step: { resources: { licence: 1, license: 4, cpus: 1 } } }
          c: { command: [x], x-step: { resources: { license: 0 } } }
        """;

    private static PlanBench Bench(params (string Name, int Count)[] named) => new()
    {
        Options = new PlanOptions(new MachineCapacity(8, 16L << 30, Named: named.ToDictionary(one => one.Name, one => one.Count))),
    };

    [Fact]
    public void What_the_machine_has_by_name_is_booked()
    {
        var plan = Bench(("license", 3)).Plan("""
            services:
              a: { command: [x], x-step: { resources: { license: 2, tasks: 4 } } }
              c: { command: [x], x-step: { resources: { license: 0 } } }
            """);
        Assert.Equal(2, Assert.Single(plan.Nodes[0].Resources.Named!).Value);
        Assert.Equal(4, plan.Nodes[0].Resources.Tasks);
        Assert.Null(plan.Nodes[1].Resources.Named);
    }

    [Fact]
    public void What_it_has_not_is_said_with_its_place() => Assert.Equal(
        """
        3:45 no machine here has a resource `licence`; did you mean 'license'?
        3:57 `b` asks for 4 of `license`, and this machine has 3
        3:69 `cpus` is no resource of its own
        """,
        Bench(("license", 3)).Problems(Document));

    [Fact]
    public void Which_machine_it_will_be_is_not_known_everywhere() =>
        Assert.Equal("3:69 `cpus` is no resource of its own", new PlanBench().Problems(Document));

    [Theory]
    [InlineData("gpus: all", 4)]
    [InlineData("gpus: [{ count: 2 }]", 2)]
    [InlineData("deploy: { resources: { reservations: { devices: [{ capabilities: [gpu], device_ids: ['0', '3', '4'] }] } } }", 3)]
    [InlineData("deploy: { resources: { reservations: { devices: [{ capabilities: [tpu], count: 1 }] } } }", null)]
    public void Gpus_of_a_container_are_booked_where_the_machine_counts_them(string key, int? booked)
    {
        var bench = Bench(("gpu", 4));
        bench.Options = bench.Options with { Runtime = "docker", Runtimes = ["process", "docker"] };
        var plan = bench.TryPlan($"services: {{ a: {{ image: i, command: [x], {key}, x-step: {{}} }} }}")!;
        Assert.Equal(booked, plan.Nodes[0].Resources.Named?["gpu"]);
    }

    [Fact]
    public void Of_a_step_on_a_cluster_what_is_written_is_booked_and_no_gpu_of_this_machine()
    {
        var cluster = PlanBench.Cluster;
        var named = new Dictionary<string, int> { ["gpu"] = 4, ["license"] = 3 };
        var bench = new PlanBench { Options = cluster with { Runtime = "slurm", Machine = cluster.Machine with { Named = named } } };
        var plan = bench.TryPlan(
            "services: { a: { gpus: [{ count: 1 }], command: [x], x-step: { resources: { license: 2, nodes: 2 } } } }")!;
        Assert.Equal([KeyValuePair.Create("license", 2)], plan.Nodes[0].Resources.Named!);
        Assert.Equal(2, plan.Nodes[0].Resources.Nodes);
    }
}
