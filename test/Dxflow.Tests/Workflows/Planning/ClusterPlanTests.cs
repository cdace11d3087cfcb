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

    [Theory]
    [InlineData("--reservation=x")]
    [InlineData("[reservation]")]
    [InlineData("[]")]
    [InlineData("[[-x]]")]
    [InlineData("[\"-x\\n-y\"]")]
    public void What_is_no_directive_is_refused(string text) => Assert.Contains(
        "directive", Cluster.Problems($"services: {{ a: {{ command: [a], x-step: {{ resources: {{ directives: {text} }} }} }} }}"));
}
