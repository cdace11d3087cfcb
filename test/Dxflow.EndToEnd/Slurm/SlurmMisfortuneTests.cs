using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>Schedulers, nodes and engines that fail while jobs are on their way.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmMisfortuneTests(SlurmCluster cluster) : IAsyncLifetime
{
    private readonly Home home = new();
    private Support.Engine? engine;

    private string Mark => Path.Join(cluster.Shared, "mark-" + Path.GetFileName(home.Path));

    public async ValueTask InitializeAsync()
    {
        await cluster.UpAsync();
        home.Write("default_targets.yaml", $$"""
            slurm: { work: {{cluster.Shared}}, commands: {{cluster.Commands}}, poll: 1s, submissions: 600 }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in new[] { "sbatch", "squeue" })
        {
            cluster.Restore(command);
        }

        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        await home.DisposeAsync();
    }

    [Fact]
    public async Task An_engine_killed_after_the_submission_and_before_its_answer_finds_the_job_and_submits_no_other()
    {
        cluster.Stand("sbatch", $"/usr/bin/sbatch \"$@\" >/dev/null; echo >{Mark}.taken; sleep 5; echo 1");
        var before = cluster.Called("sbatch");
        await StartAsync("echo run >>" + Mark);
        await Home.Until(() => Task.FromResult(File.Exists(Mark + ".taken")), "Slurm to have taken the job");
        await CrashAsync();
        await SucceedsAsync();
        Assert.Equal(["run"], await File.ReadAllLinesAsync(Mark));
        Assert.Equal(1, cluster.Called("sbatch") - before);
    }

    [Fact]
    public async Task An_engine_killed_before_the_submission_has_arrived_runs_the_step_once_though_both_arrive()
    {
        cluster.Stand("sbatch", $"echo >{Mark}.asked; sleep 4; exec /usr/bin/sbatch \"$@\"");
        await StartAsync("echo run >>" + Mark);
        await Home.Until(() => Task.FromResult(File.Exists(Mark + ".asked")), "sbatch to have been called");
        await CrashAsync();
        cluster.Restore("sbatch");
        await SucceedsAsync();

        // The first one arrives when the second has long been there; its token is taken.
        await Home.Until(
            async () => (await cluster.SayAsync("squeue", "--noheader", "--states=all", "--format=%T %j")).Split('\n')
                .Count(static line => line.EndsWith(" only", StringComparison.Ordinal) && line[0] is not ('P' or 'R')) >= 2,
            "both jobs to be over");
        Assert.Equal(["run"], await File.ReadAllLinesAsync(Mark));
    }

    [Fact]
    public async Task A_killed_engine_finds_its_running_job_again()
    {
        await StartAsync($"echo run >>{Mark}; while [ ! -e {Mark}.go ]; do sleep 0.1; done");
        await Home.Until(() => Task.FromResult(File.Exists(Mark)), "the job to run");
        await CrashAsync();
        await File.WriteAllTextAsync(Mark + ".go", "");
        await SucceedsAsync();
        Assert.Equal(["run"], await File.ReadAllLinesAsync(Mark));
    }

    [Fact]
    public async Task A_list_that_lies_fails_or_hangs_loses_nothing_and_submits_nothing_twice()
    {
        var before = cluster.Called("sbatch");
        await StartAsync($"echo run >>{Mark}; while [ ! -e {Mark}.go ]; do sleep 0.1; done");
        await Home.Until(() => Task.FromResult(File.Exists(Mark)), "the job to run");
        foreach (var (lie, times) in new[] { ("exit 0", 3), ("echo nonsense; exit 0", 3), ("exit 1", 2), ("exec sleep 1000", 1) })
        {
            cluster.Stand("squeue", lie);
            var asked = cluster.Called("squeue");
            await Home.Until(() => Task.FromResult(cluster.Called("squeue") >= asked + times), $"it to be asked: {lie}");
            (await home.Run("workflow", "steps", "only")).Expect(0).Says("running");
        }

        await File.WriteAllTextAsync(Mark + ".go", "");
        await SucceedsAsync();
        Assert.Equal(1, cluster.Called("sbatch") - before);
    }

    [Fact]
    public async Task A_controller_that_is_away_costs_nothing()
    {
        await StartAsync($"echo run >>{Mark}; while [ ! -e {Mark}.go ]; do sleep 0.1; done");
        await Home.Until(() => Task.FromResult(File.Exists(Mark)), "the job to run");
        await cluster.KillControllerAsync();
        try
        {
            // What ends meanwhile is seen by its file; what is asked for meanwhile waits.
            await File.WriteAllTextAsync(Mark + ".go", "");
            await SucceedsAsync();
            (await home.Run("run", Document("later", "true"), "--runtime", "slurm", "--detach")).Expect(0);
            await Home.Until(
                async () => (await home.Run("workflow", "steps", "later")).Output.Contains("not submitted yet", StringComparison.Ordinal),
                "the step to say why it waits", async () => (await home.Run("workflow", "steps", "later")).Output);
        }
        finally
        {
            await cluster.StartControllerAsync();
        }

        (await home.Run("workflow", "wait", "later")).Expect(0);
    }

    [Fact]
    public async Task What_an_operator_cancels_fails_and_says_so()
    {
        await StartAsync($"echo run >>{Mark}; exec sleep 1000");
        await Home.Until(() => Task.FromResult(File.Exists(Mark)), "the job to run");
        await cluster.SayAsync("scancel", "--name=only");
        (await home.Run("workflow", "wait", "only")).Expect(1);
        (await home.Run("workflow", "why", "only")).Expect(0).Says("ended as CANCELLED");
        Assert.Equal("signal", (await home.Run("workflow", "why", "only", "-o", "json")).Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_task_whose_node_fails_is_lost_and_is_tried_again_where_that_was_wished()
    {
        // It stays where it is until its node is gone; the second attempt finds the mark.
        await StartAsync(
            $"[ ! -e {Mark} ] || exit 0; printf %s \"$SLURMD_NODENAME\" >{Mark}; exec sleep 1000", "retry: { limit: 1, for: [lost] }");
        await Home.Until(() => Task.FromResult(File.Exists(Mark) && File.ReadAllText(Mark).Length > 0), "the job to run");
        var node = int.Parse((await File.ReadAllTextAsync(Mark))[1..]);
        await cluster.KillNodeAsync(node);
        try
        {
            await cluster.SayAsync("scontrol", "update", $"nodename=n{node}", "state=down", "reason=test");
            await SucceedsAsync();
            (await home.Run("workflow", "events", "only")).Expect(0).Says("lost");
        }
        finally
        {
            await cluster.StartNodeAsync(node);
            await cluster.SayAsync("scontrol", "update", $"nodename=n{node}", "state=resume");
        }
    }

    private string Document(string name, string script, string more = "") =>
        home.Write(name + ".yaml", $"name: {name}\nservices:\n  only:\n    x-step:\n      script: |\n        {script}\n      {more}\n");

    private async Task StartAsync(string script, string more = "")
    {
        engine = await home.Boot();
        (await home.Run("run", Document("only", script, more), "--runtime", "slurm", "--detach")).Expect(0);
    }

    private async Task CrashAsync()
    {
        await engine!.Crash();
        engine = await home.Boot();
    }

    private async Task SucceedsAsync() => (await home.Run("workflow", "wait", "only")).Expect(0);
}
