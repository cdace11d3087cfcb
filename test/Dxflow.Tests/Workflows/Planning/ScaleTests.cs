using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

public sealed class ScaleTests
{
    [Fact]
    public void What_is_asked_for_wins_over_the_document()
    {
        var plan = Bench(("web", 3), ("idle", 0)).Plan(
            "services: { web: { image: x, deploy: { replicas: 2 } }, db: { image: x, scale: 2 }, idle: { image: x } }");

        Assert.Equal([3, 2, 0], plan.Nodes.Select(node => node.Replicas));
        Assert.Equal(3, plan.Scale!["web"]);
    }

    [Fact]
    public void What_no_profile_chooses_is_known_as_disabled()
    {
        Assert.Equal(["off"], Bench().Plan("services: { web: { image: x }, off: { image: x, profiles: [p] } }").Disabled);
        Assert.Null(Bench().Plan("services: { web: { image: x } }").Disabled);
    }

    [Fact]
    public void What_cannot_be_scaled_is_said_at_once() => Assert.Equal(
        """
        0:0 `many` is to have 1001 replicas
        0:0 there is no enabled service `wbe` to scale; did you mean 'web'?
        1:46 `web` has 2 replicas and one `container_name`: no two containers have the same
        """,
        Lines(Bench(("wbe", 1), ("web", 2), ("many", 1001)).Problems(
            "services: { web: { image: x, container_name: me }, many: { image: x } }")));

    [Fact]
    public void What_runs_once_can_be_left_out_where_it_has_run_already()
    {
        const string Document =
            "services: { setup: { image: x }, web: { image: x, depends_on: { setup: { condition: service_completed_successfully } } } }";
        Assert.Equal([0, 1], Bench(("setup", 0)).Plan(Document).Nodes.Select(static node => node.Replicas));
        Assert.Contains("`setup` is waited for until it ends", Bench(("setup", 2)).Problems(Document), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_is_there_once() => Assert.Contains(
        "runtime process runs one of each service",
        new PlanBench { Options = new PlanOptions(new MachineCapacity(8, 1 << 30), Scale: new Dictionary<string, int> { ["a"] = 2 }) }
            .Problems("services: { a: { command: [a] } }"),
        StringComparison.Ordinal);

    private static string Lines(string problems) => string.Join('\n', problems.Split('\n').Order(StringComparer.Ordinal));

    private static PlanBench Bench(params (string Service, int Count)[] scale) => new()
    {
        Options = new PlanOptions(
            new MachineCapacity(8, 1 << 30), Runtime: "docker", Runtimes: ["process", "docker"],
            Engines: [new ContainerEngine("docker", "unix:///d", true)],
            Scale: scale.ToDictionary(one => one.Service, one => one.Count)),
    };
}
