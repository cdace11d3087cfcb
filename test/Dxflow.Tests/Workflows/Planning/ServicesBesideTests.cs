using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

public sealed class ServicesBesideTests
{
    private const string Web = """
        services:
          web: { command: [w], ports: ["8080:8080"] }
          once: { command: [o] }
          a: { command: [a], depends_on: { once: { condition: service_completed_successfully } }, x-step: }
        """;

    [Fact]
    public void What_is_no_step_runs_beside_the_engine_and_is_found_by_the_name_of_its_machine()
    {
        var plan = On("slurm").Plan(Web);
        Assert.Equal(["process", "process", "slurm"], plan.Nodes.Select(static node => node.Runtime));
        Assert.Equal(("slurm", "login1"), (plan.Runtime, plan.ServicesHost));
        Assert.Equal(
            ["DXFLOW_SERVICE_WEB_HOST=login1", "DXFLOW_SERVICE_WEB_PORT_8080=8080"],
            ServiceAddress.Variables(plan, plan.Nodes, fromContainer: false).Select(static each => $"{each.Key}={each.Value}"));
    }

    [Fact]
    public void Where_no_step_is_on_a_cluster_or_nothing_stays_up_this_machine_is_meant()
    {
        Assert.Null(On("process").Plan(Web).ServicesHost);
        Assert.Null(On("slurm").Plan("services: { a: { command: [a], x-step: } }").ServicesHost);
        Assert.Null(On("slurm").Plan(
            "services: { web: { command: [w] }, a: { command: [a], x-step: { runtime: process } } }").ServicesHost);
    }

    [Fact]
    public void A_target_says_on_which_runtime_and_containers_publish_what_nodes_are_to_reach()
    {
        var far = On("far", "docker");
        Assert.Equal("docker", far.Plan("""
            services:
              web: { image: w, ports: ["8080:80"] }
              a: { command: [a], x-step: }
            """).Nodes[0].Runtime);
        Assert.Contains("2:3 warning: steps on far do not reach `web`: it publishes no port to other machines", far.Problems("""
            services:
              web: { image: w, ports: ["127.0.0.1:8080:80"] }
              a: { command: [a], x-step: }
            """), StringComparison.Ordinal);
        Assert.Contains("runtime `docker` (`services` of the target far): nothing listens at", On("far").Problems(
            "services: { web: { image: w }, a: { command: [a], x-step: } }"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_an_image_is_no_process_unless_somebody_says_so() => Assert.StartsWith(
        "2:3 `web` is no step: it runs beside the engine, and slurm does not say on which runtime what has an image does",
        On("slurm").Problems("""
            services:
              web: { image: w, command: [w] }
              a: { command: [a], x-step: }
            """),
        StringComparison.Ordinal);

    [Fact]
    public void Two_targets_find_the_engine_under_one_name()
    {
        var bench = On("slurm");
        bench.Options = bench.Options with
        {
            Batch = new Dictionary<string, BatchSite>
            {
                ["slurm"] = new("", new ServicesBeside(null, "login1")),
                ["far"] = new("", new ServicesBeside(null, "login1-ib")),
            },
        };
        Assert.Contains("slurm finds the engine's machine as login1, and far as login1-ib", bench.Problems("""
            services:
              web: { command: [w] }
              a: { command: [a], x-step: }
              b: { command: [b], x-step: { runtime: far } }
            """), StringComparison.Ordinal);
    }

    private static PlanBench On(string runtime, params string[] engines) => new()
    {
        Options = PlanBench.Cluster with
        {
            Runtime = runtime,
            Runtimes = [.. PlanBench.Cluster.Runtimes!, "docker"],
            Engines = [new ContainerEngine("docker", "unix:///d", engines.Contains("docker"))],
        },
    };
}
