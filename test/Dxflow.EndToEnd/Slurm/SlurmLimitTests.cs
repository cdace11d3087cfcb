using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>What a cluster does not give, or not for longer.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmLimitTests(SlurmCluster cluster) : SlurmTests(cluster)
{
    [Fact]
    public async Task What_Slurm_ends_for_its_memory_without_saying_so_is_lost_and_has_more_the_next_time()
    {
        // Where Slurm itself counts, and not a control group: it kills the whole job, and calls it FAILED.
        await StartAsync(
            "exec python3 -c 'import time; x = bytearray(150 << 20); time.sleep(4)'", "retry: { limit: 1, grow: { memory: 5 } }",
            "reservations: { memory: 50M }");
        await SucceedsAsync();
        (await Home.Run("workflow", "events", "only")).Expect(0).Says("lost");
    }

    [Fact]
    public async Task What_runs_for_longer_than_Slurm_allows_has_taken_too_long()
    {
        // Also where it has a code of its own for that.
        await StartAsync($"trap 'exit 7' TERM; echo run >{Mark}; while :; do sleep 0.1; done");
        await Seen(Mark);
        var job = (await Cluster.SayAsync("squeue", "--noheader", "--name=only", "--format=%i")).Trim();
        await Cluster.SayAsync("scontrol", "update", $"jobid={job}", "EndTime=now+1");
        Assert.Equal("timeout_run", await FailsAsync());
        (await Home.Run("workflow", "why", "only")).Expect(0).Says("ended as TIMEOUT");
    }

    [Fact]
    public async Task More_slices_than_an_array_may_have_are_several_arrays()
    {
        var before = Cluster.Called("sbatch");
        var count = (2 * SlurmCluster.ArrayMax) + 3;
        await StartFileAsync(Home.Write("only.yaml", $$$"""
            name: only
            x-workflow: { outputs: { all: "{{ steps.only.outputs.n == range({{{count}}}) }}" } }
            services:
              only:
                x-step:
                  each: { n: "{{ range({{{count}}}) }}" }
                  outputs: { n: { type: int, file: outputs/n } }
                  script: echo "$DXFLOW_INPUT_N" >outputs/n
            """));
        await SucceedsAsync();
        var values = (await Home.Run("workflow", "outputs", "only", "-o", "json")).Json.GetProperty("values");
        Assert.True(values.GetProperty("all").GetBoolean());
        Assert.Equal(3, Cluster.Called("sbatch") - before);
    }

    [Fact]
    public async Task A_limit_of_the_site_is_waited_for_and_fails_nothing()
    {
        // What a site with accounting says when a user has as many jobs as there may be.
        var full = "sbatch: error: QOSMaxSubmitJobPerUserLimit\\nsbatch: error: Batch job submission failed: Job violates accounting/QOS "
            + "policy (job submit limit, user's size and/or time limits)\\n";
        Cluster.Stand("sbatch", $"printf \"{full}\" >&2; exit 1");
        await StartAsync("true");
        await Steps("not submitted yet: Batch job submission failed");
        Cluster.Restore("sbatch");
        await SucceedsAsync();
    }

    [Fact]
    public async Task What_is_still_being_submitted_is_not_submitted_a_second_time()
    {
        var before = Cluster.Called("sbatch");
        Cluster.Stand("sbatch", $"sleep 5; exec {Cluster.Real("sbatch")} \"$@\"");
        await StartAsync("echo >>" + Mark, "each: { n: '{{ range(3) }}' }");
        await SucceedsAsync();
        Assert.Equal((3, 1), (File.ReadAllLines(Mark).Length, Cluster.Called("sbatch") - before));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_job_that_ends_without_a_word_before_its_task_begins_has_a_second_one(int broken, bool succeeds)
    {
        // As on a busy node that has lost the job's script.
        var before = Cluster.Called("sbatch");
        File.WriteAllText(Mark + ".sh", "#!/bin/sh\nexit 2\n");
        Cluster.Stand("sbatch", $$"""
            n=$(cat {{Mark}}.count 2>/dev/null || echo 0)
            echo $((n + 1)) >{{Mark}}.count
            if [ "$n" -lt {{broken}} ]; then
                count=$#
                while [ "$count" -gt 1 ]; do set -- "$@" "$1"; shift; count=$((count - 1)); done
                shift
                set -- "$@" {{Mark}}.sh
            fi
            exec {{Cluster.Real("sbatch")}} "$@"
            """);
        await StartAsync("true");
        if (succeeds)
        {
            await SucceedsAsync();
        }
        else
        {
            Assert.Equal("start", await FailsAsync());
        }

        Assert.Equal(2, Cluster.Called("sbatch") - before);
    }

    [Fact]
    public async Task Where_there_is_no_room_for_all_of_an_array_parts_of_it_go()
    {
        // What a real sbatch does at MaxJobCount; it would go on so for two minutes.
        var before = Cluster.Called("sbatch");
        Cluster.Stand("sbatch", $$"""
            case " $* " in *" --array=0-2 "*)
                echo 'sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying' >&2
                exec sleep 1000
            esac
            exec {{Cluster.Real("sbatch")}} "$@"
            """);
        await StartAsync("echo >>" + Mark, "each: { n: '{{ range(3) }}' }");
        await SucceedsAsync();
        Assert.Equal(3, File.ReadAllLines(Mark).Length);
        Assert.Equal(3, Cluster.Called("sbatch") - before);
        Assert.Empty(Directory.GetDirectories(Path.Join(Cluster.Shared, "dxflow", "jobs")));
    }

    [Fact]
    public async Task What_no_node_can_ever_have_fails_and_leaves_the_queue()
    {
        await StartAsync("true", resources: "reservations: { cpus: '4000' }");
        Assert.Equal("site_limit", await FailsAsync());
        (await Home.Run("workflow", "why", "only")).Expect(0).Says("no node has more than 8");
        await Home.Until(
            async () => !(await Cluster.SayAsync("squeue", "--noheader", "--format=%j")).Contains("only", StringComparison.Ordinal),
            "the queue to be empty", () => Cluster.SayAsync("squeue"));
    }

    [Fact]
    public async Task What_could_not_be_taken_out_of_the_queue_is_taken_out_later_though_nothing_else_is_there()
    {
        Cluster.Stand("scancel", $$"""
            [ -e {{Mark}}.away ] || { echo >{{Mark}}.away; echo "scancel: error: Unable to contact slurm controller" >&2; exit 1; }
            exec {{Cluster.Real("scancel")}} "$@"
            """);
        await StartAsync("true", resources: "reservations: { cpus: '4000' }");
        Assert.Equal("site_limit", await FailsAsync());
        await Seen(Mark + ".away");
        await Home.Until(
            async () => (await Cluster.SayAsync("squeue", "--noheader", "--name=only")).Trim().Length == 0, "the queue to be empty",
            () => Cluster.SayAsync("squeue"));
    }

    [Fact]
    public async Task A_task_that_ends_takes_nothing_with_it_that_is_another_ones()
    {
        // On one node, so that what cleans up after the first sees the second.
        await StartFileAsync(Home.Write("only.yaml", $$"""
            name: only
            x-workflow: { defaults: { runtime: slurm } }
            services:
              short: { x-step: { script: 'while [ ! -e {{Mark}} ]; do sleep 0.1; done' } }
              only: { x-step: { script: 'echo >{{Mark}}; for i in 1 2 3 4 5 6 7 8; do sleep 0.5; done' } }
            """));
        await SucceedsAsync();
    }

    [Fact]
    public async Task What_clusters_there_are_and_what_they_hold_is_shown()
    {
        await Cluster.IdleAsync();
        await Cluster.SayAsync("sbatch", "--hold", "--job-name=by hand", "--output=/dev/null", "--wrap=true");
        try
        {
            await StartAsync($"echo run >{Mark}; exec sleep 1000");
            await Seen(Mark);
            var queue = (await Home.Run("platform", "queue", "-o", "json")).Expect(0).Json;
            var target = Assert.Single(queue.GetProperty("targets").EnumerateArray());
            Assert.Equal(("slurm", "Slurm", 2), (target.GetProperty("name").GetString(), target.GetProperty("scheduler").GetString(),
                target.GetProperty("jobs").GetInt32()));
            Assert.Equal(SlurmCluster.ArrayMax, target.GetProperty("arrayMax").GetInt32());
            var part = Assert.Single(queue.GetProperty("partitions").EnumerateArray());
            Assert.Equal(("main", 4, 32, 31), (part.GetProperty("name").GetString(), part.GetProperty("nodes").GetInt32(),
                part.GetProperty("cpus").GetInt32(), part.GetProperty("cpusIdle").GetInt32()));
            var jobs = queue.GetProperty("jobs").EnumerateArray().ToDictionary(static job => job.GetProperty("name").GetString()!);
            Assert.Equal(("PENDING", "JobHeldUser", false), (jobs["by hand"].GetProperty("state").GetString(),
                jobs["by hand"].GetProperty("reason").GetString(), jobs["by hand"].GetProperty("ours").GetBoolean()));
            Assert.True(jobs["only"].GetProperty("ours").GetBoolean());
            Assert.InRange(
                DateTimeOffset.UtcNow - jobs["only"].GetProperty("startsAt").GetDateTimeOffset(), TimeSpan.FromSeconds(-2),
                TimeSpan.FromMinutes(2));
            (await Home.Run("platform", "queue", "slurm")).Expect(0).Says("main").Says("by hand");
            Assert.Equal(3, (await Home.Run("platform", "queue", "nowhere")).Exit);
        }
        finally
        {
            await Cluster.SayAsync("scancel", "--quiet", "--name=by hand");
            await Cluster.SayAsync("scancel", "--quiet", "--name=only");
        }
    }
}
