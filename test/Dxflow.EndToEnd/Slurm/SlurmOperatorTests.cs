using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>What people do to nodes and jobs while a run goes on: its owner, and those who look after the cluster.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmOperatorTests(SlurmCluster cluster) : SlurmTests(cluster)
{
    private string Waits => $"[ ! -s {Mark} ] || exit 0; printf %s \"$SLURMD_NODENAME\" >{Mark}; "
        + $"while [ ! -e {Mark}.go ]; do sleep 0.1; done";

    [Fact]
    public async Task A_task_whose_node_fails_is_lost_and_is_tried_again_where_that_was_wished()
    {
        // It stays where it is until its node is gone; the second attempt finds the mark.
        await StartAsync(
            $"[ ! -e {Mark} ] || exit 0; printf %s \"$SLURMD_NODENAME\" >{Mark}; exec sleep 1000", "retry: { limit: 1, for: [lost] }");
        await Seen(Mark);
        var node = int.Parse((await File.ReadAllTextAsync(Mark))[1..]);
        await Cluster.KillNodeAsync(node);
        try
        {
            await Cluster.SayAsync("scontrol", "update", $"nodename=n{node}", "state=down", "reason=test");
            await SucceedsAsync();
            (await Home.Run("workflow", "events", "only")).Expect(0).Says("lost");
        }
        finally
        {
            await Cluster.StartNodeAsync(node);
            await Cluster.ResumeAsync($"n{node}");
        }
    }

    [Fact]
    public async Task A_task_whose_slurmd_is_killed_and_comes_back_goes_on_as_if_nothing_were()
    {
        await StartAsync(Waits);
        await Seen(Mark);
        var node = int.Parse((await File.ReadAllTextAsync(Mark))[1..]);
        await Cluster.KillNodeAsync(node);
        try
        {
            await File.WriteAllTextAsync(Mark + ".go", "");
            await SucceedsAsync();
        }
        finally
        {
            await Cluster.StartNodeAsync(node);
        }
    }

    [Fact]
    public async Task A_drained_node_ends_what_it_has_and_what_finds_no_other_waits()
    {
        await StartAsync(Waits);
        await Seen(Mark);
        var nodes = "nodename=n[1-4]";
        await Cluster.SayAsync("scontrol", "update", nodes, "state=drain", "reason=test");
        try
        {
            await StartFileAsync(Document("later", "true"));
            await Home.Until(
                async () => (await Home.Run("workflow", "steps", "later")).Output.Contains("waits in Slurm", StringComparison.Ordinal),
                "the second to wait", async () => (await Home.Run("workflow", "steps", "later")).Output);
            await File.WriteAllTextAsync(Mark + ".go", "");
            await SucceedsAsync();
        }
        finally
        {
            await Cluster.SayAsync("scontrol", "update", nodes, "state=resume");
        }

        (await Home.Run("workflow", "wait", "later")).Expect(0);
    }

    [Fact]
    public async Task A_job_that_an_operator_puts_back_into_the_queue_is_lost_and_leaves_it()
    {
        await StartAsync(Waits, "retry: { limit: 1, for: [lost] }");
        await Seen(Mark);
        var job = (await Cluster.SayAsync("squeue", "--noheader", "--name=only", "--format=%i")).Trim();
        await Cluster.SayAsync("scontrol", "update", $"jobid={job}", "requeue=1");
        await Cluster.SayAsync("scontrol", "requeue", job);
        await SucceedsAsync();
        (await Home.Run("workflow", "events", "only")).Expect(0).Says("lost");
        await Home.Until(
            async () => (await Cluster.SayAsync("squeue", "--noheader", "--format=%i")).Trim().Length == 0, "the queue to be empty",
            () => Cluster.SayAsync("squeue"));
    }

    [Fact]
    public async Task A_paused_run_holds_what_waits_and_goes_on_when_it_may()
    {
        var file = Home.Write("only.yaml", $$"""
            name: only
            services: { only: { x-step: { each: { n: [1, 2, 3] }, script: 'echo run >>{{Mark}}' } } }
            """);
        await Cluster.SayAsync("scontrol", "update", "partitionname=main", "state=down");
        try
        {
            await StartFileAsync(file);
            await Steps("PartitionDown");
            (await Home.Run("workflow", "pause", "only")).Expect(0);
            await Held();
        }
        finally
        {
            await Cluster.SayAsync("scontrol", "update", "partitionname=main", "state=up");
        }

        // Whoever comes after knows it too, and that it may go on.
        await CrashAsync();
        await Steps("JobHeldUser");
        await Task.Delay(TimeSpan.FromSeconds(2));
        await Held();
        Assert.False(File.Exists(Mark));
        (await Home.Run("workflow", "unpause", "only")).Expect(0);
        await SucceedsAsync();
        Assert.Equal(3, (await File.ReadAllLinesAsync(Mark)).Length);
    }

    [Fact]
    public async Task A_paused_run_that_is_stopped_takes_what_is_held_out_of_the_queue()
    {
        await Cluster.SayAsync("scontrol", "update", "partitionname=main", "state=down");
        try
        {
            await StartAsync("true");
            await Steps("PartitionDown");
            (await Home.Run("workflow", "pause", "only")).Expect(0);
            await Steps("JobHeldUser");
            (await Home.Run("workflow", "stop", "only")).Expect(0);
            Assert.DoesNotContain("PENDING", await Cluster.SayAsync("squeue", "--noheader", "--format=%T"), StringComparison.Ordinal);
        }
        finally
        {
            await Cluster.SayAsync("scontrol", "update", "partitionname=main", "state=up");
        }
    }

    private Task Held() => Home.Until(
        async () => (await Cluster.SayAsync("squeue", "--noheader", "--array", "--format=%T %r")).Split('\n')
            .Count(static line => line == "PENDING JobHeldUser") == 3,
        "all to be held", () => Cluster.SayAsync("squeue", "--array"));
}
