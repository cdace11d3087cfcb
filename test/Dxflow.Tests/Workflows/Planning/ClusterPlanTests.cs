using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning;

/// <summary>What is asked of clusters alone.</summary>
public sealed class ClusterPlanTests
{
    private static PlanBench Cluster => new() { Options = PlanBench.Cluster with { Runtime = "slurm" } };

    [Theory]
    [InlineData("gpus: [{ count: 2 }]")]
    [InlineData("deploy: { resources: { reservations: { devices: [{ count: 2, capabilities: [gpu] }] } } }")]
    public void Gpus_are_asked_for_by_their_number(string asks)
    {
        var bench = Cluster;
        var plan = bench.Plan($"name: a\nservices: {{ a: {{ {asks}, command: [a], x-step: }} }}");
        Assert.Equal(2, plan.Nodes[0].Resources.Gpus);
        Assert.DoesNotContain("has no effect", bench.Problems($"services: {{ a: {{ {asks}, command: [a], x-step: }} }}"));
    }

    [Theory]
    [InlineData("gpus: all")]
    [InlineData("gpus: [{ device_ids: ['0'] }]")]
    public void Gpus_that_are_not_counted_are_refused(string asks) => Assert.Contains(
        "has to be asked for a number", Cluster.Problems($"services: {{ a: {{ {asks}, command: [a], x-step: }} }}"));

    [Fact]
    public void Directives_are_for_the_scheduler_and_have_no_effect_elsewhere()
    {
        const string Text = "name: a\nservices: { a: { command: [a], x-step: { resources: { directives: [--reservation=x, '-p 5'] } } } }";
        Assert.Equal(["--reservation=x", "-p 5"], Cluster.Plan(Text).Nodes[0].Resources.Directives!);
        var here = new PlanBench();
        Assert.Null(here.Plan(Text).Nodes[0].Resources.Directives);
        Assert.Contains("warning: `directives` have no effect here", new PlanBench().Problems(Text));
    }

    [Fact]
    public void An_image_counts_where_the_jobs_of_a_cluster_run_it_and_may_bring_the_command()
    {
        const string Text = "name: a\nservices: { a: { image: 'tool:1', x-step: } }";
        var runs = InImages;
        Assert.Equal("tool:1", runs.Plan(Text).Nodes[0].Image);
        Assert.Equal("", runs.Problems(Text));
        Assert.Contains("has no command", Cluster.Problems(Text));
    }

    [Fact]
    public void An_image_in_a_job_is_given_directories_under_other_names_and_says_when_it_is_fetched()
    {
        var plan = InImages.Plan("""
            name: a
            volumes: { cache: }
            services:
              a:
                image: tool:1
                pull_policy: always
                volumes: ["/data:/in:ro", "cache:/cache", "./rel:/rel"]
                command: [cp, /in/x, "{{ volumes.cache }}"]
                x-step:
            """);
        var node = plan.Nodes[0];
        Assert.Equal(PullPolicy.Always, node.Pull);
        Assert.Equal(
            [("bind", "/data", "/in", true), ("volume", "cache", "/cache", false), ("bind", plan.ProjectDirectory + "/rel", "/rel", false)],
            node.Mounts!.Select(static mount => (mount.Type, mount.Source!, mount.Target, mount.ReadOnly)));
        Assert.Equal(("cache", "/cache"), (node.Volumes![0].Name, node.Volumes[0].Path));
        Assert.Null(Cluster.Plan("name: a\nservices: { a: { image: 'tool:1', command: [a], x-step: } }").Nodes[0].Mounts);
    }

    [Theory]
    [InlineData("/scratch", "it has no name")]
    [InlineData("{ type: tmpfs, target: /t }", "it is of type tmpfs")]
    [InlineData("{ type: volume, source: v, target: /t, volume: { subpath: x } }", "all only")]
    [InlineData("{ type: bind, source: '/a:b', target: /t }", "a colon")]
    [InlineData("{ type: bind, source: /a, target: '/t,u' }", "a comma")]
    [InlineData("outside:/t", "it is external")]
    public void What_an_image_in_a_job_cannot_be_given_is_refused(string mount, string why) => Assert.Contains(
        why,
        InImages.Problems($$"""
            volumes: { v: , outside: { external: true } }
            services: { a: { image: 'tool:1', volumes: [{{mount}}], x-step: } }
            """));

    private static PlanBench InImages => new()
    {
        Options = PlanBench.Cluster with
        {
            Runtime = "slurm",
            Batch = new Dictionary<string, BatchSite> { ["slurm"] = new("/scratch", new(null, "login1"), Images: true) },
        },
    };

    [Theory]
    [InlineData("--reservation=x")]
    [InlineData("[reservation]")]
    [InlineData("[]")]
    [InlineData("[[-x]]")]
    [InlineData("[\"-x\\n-y\"]")]
    public void What_is_no_directive_is_refused(string text) => Assert.Contains(
        "directive", Cluster.Problems($"services: {{ a: {{ command: [a], x-step: {{ resources: {{ directives: {text} }} }} }} }}"));
}
