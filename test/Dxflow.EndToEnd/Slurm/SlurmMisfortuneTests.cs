using Dxflow.EndToEnd.Storage;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>Schedulers, nodes and engines that fail while jobs are on their way.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmMisfortuneTests(SlurmCluster cluster) : SlurmTests(cluster)
{
    [Fact]
    public async Task An_engine_killed_after_the_submission_and_before_its_answer_finds_the_job_and_submits_no_other()
    {
        Cluster.Stand("sbatch", $"/usr/bin/sbatch \"$@\" >/dev/null; echo >{Mark}.taken; sleep 5; echo 1");
        var before = Cluster.Called("sbatch");
        await StartAsync("echo run >>" + Mark);
        await Home.Until(() => Task.FromResult(File.Exists(Mark + ".taken")), "Slurm to have taken the job");
        await CrashAsync();
        await SucceedsAsync();
        Assert.Equal(["run"], await File.ReadAllLinesAsync(Mark));
        Assert.Equal(1, Cluster.Called("sbatch") - before);
    }

    [Fact]
    public async Task An_engine_killed_before_the_submission_has_arrived_runs_the_step_once_though_both_arrive()
    {
        Cluster.Stand("sbatch", $"echo >{Mark}.asked; sleep 4; /usr/bin/sbatch \"$@\"; echo $? >{Mark}.late");
        await StartAsync("echo run >>" + Mark);
        await Home.Until(() => Task.FromResult(File.Exists(Mark + ".asked")), "sbatch to have been called");
        await CrashAsync();
        Cluster.Restore("sbatch");
        await SucceedsAsync();

        // The first one arrives when the second has long been there: its script has gone, or its token is taken.
        await Seen(Mark + ".late");
        await Home.Until(
            async () => (await Cluster.SayAsync("squeue", "--noheader", "--name=only")).Trim().Length == 0, "all jobs to be over",
            () => Cluster.SayAsync("squeue"));
        Assert.Equal(["run"], await File.ReadAllLinesAsync(Mark));
    }

    [Fact]
    public async Task A_step_whose_killed_engine_had_not_even_made_its_directory_is_started_by_the_next()
    {
        string place;
        await using (var volume = await SmallVolume.MountAsync(megabytes: 8, inodes: 100))
        {
            var runs = Directory.CreateDirectory(Path.Join(volume.Path, "runs")).FullName;
            Home.Write("default_targets.yaml", $"slurm: {{ work: {volume.Path}, commands: {Cluster.Commands}, poll: 1s }}\n");

            // One inode is left, for the run's own directory.
            var eaten = Enumerable.Range(0, 100).Select(number => Path.Join(volume.Path, "eaten-" + number)).TakeWhile(TryMake).ToList();
            File.Delete(eaten[0]);
            await StartAsync("echo run >>" + Mark);
            await Steps("No space left");
            await KillAsync();
            place = Assert.Single(Directory.GetDirectories(runs));
            Assert.Empty(Directory.GetDirectories(place, "only-*", SearchOption.AllDirectories));
        }

        // The same place on a disk with room, which nodes see too.
        Directory.CreateDirectory(place);
        try
        {
            await RestartAsync();
            await SucceedsAsync();
            Assert.Equal(["run"], await File.ReadAllLinesAsync(Mark));
        }
        finally
        {
            Directory.Delete(Path.Join(place, "../.."), recursive: true);
        }
    }

    [Fact]
    public async Task A_job_whose_disk_is_away_as_the_engine_comes_back_is_not_run_again()
    {
        var own = Directory.CreateDirectory(Mark + ".own").FullName;
        Home.Write("default_targets.yaml", $"slurm: {{ work: {own}, commands: {Cluster.Commands}, poll: 1s }}\n");
        await StartAsync($"echo run >>{Mark}; while [ ! -e {Mark}.go ]; do sleep 0.1; done");
        await Home.Until(() => Task.FromResult(File.Exists(Mark)), "the job to run");
        await KillAsync();
        Directory.Move(Path.Join(own, "runs"), Path.Join(own, "away"));
        await RestartAsync();
        await Steps($"lie in {own}/runs, which is not there");
        Directory.Move(Path.Join(own, "away"), Path.Join(own, "runs"));
        await File.WriteAllTextAsync(Mark + ".go", "");
        await SucceedsAsync();
        Assert.Equal(["run"], await File.ReadAllLinesAsync(Mark));
    }

    [Fact]
    public async Task A_step_whose_disk_is_away_as_it_is_to_begin_waits_for_it_and_puts_nothing_in_its_place()
    {
        var own = Directory.CreateDirectory(Mark + ".own").FullName;
        Home.Write("default_targets.yaml", $"slurm: {{ work: {own}, commands: {Cluster.Commands}, poll: 1s }}\n");
        await StartAsync($"echo run >>{Mark}; [ $(wc -l <{Mark}) = 2 ]", "retry: { limit: 1, for: any, backoff: { first: 5s } }");
        await Home.Until(() => Task.FromResult(File.Exists(Mark)), "the first attempt to run");
        await Home.Until("only", "steps", "only", "waiting");
        Directory.Move(Path.Join(own, "runs"), Path.Join(own, "away"));
        await Steps($"lie in {own}/runs, which is not there");
        Assert.False(Directory.Exists(Path.Join(own, "runs")));
        Directory.Move(Path.Join(own, "away"), Path.Join(own, "runs"));
        await SucceedsAsync();
        Assert.Equal(["run", "run"], await File.ReadAllLinesAsync(Mark));
    }

    private static bool TryMake(string path)
    {
        try
        {
            File.WriteAllText(path, "");
            return true;
        }
        catch (IOException)
        {
            return false;
        }
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
        var before = Cluster.Called("sbatch");
        await StartAsync($"echo run >>{Mark}; while [ ! -e {Mark}.go ]; do sleep 0.1; done");
        await Home.Until(() => Task.FromResult(File.Exists(Mark)), "the job to run");
        foreach (var (lie, times) in new[] { ("exit 0", 3), ("echo nonsense; exit 0", 3), ("exit 1", 2), ("exec sleep 1000", 1) })
        {
            Cluster.Stand("squeue", lie);
            var asked = Cluster.Called("squeue");
            await Home.Until(() => Task.FromResult(Cluster.Called("squeue") >= asked + times), $"it to be asked: {lie}");
            (await Home.Run("workflow", "steps", "only")).Expect(0).Says("running");
        }

        await File.WriteAllTextAsync(Mark + ".go", "");
        await SucceedsAsync();
        Assert.Equal(1, Cluster.Called("sbatch") - before);
    }

    [Fact]
    public async Task A_controller_that_is_away_costs_nothing()
    {
        await StartAsync($"echo run >>{Mark}; while [ ! -e {Mark}.go ]; do sleep 0.1; done");
        await Home.Until(() => Task.FromResult(File.Exists(Mark)), "the job to run");
        await Cluster.StopControllerAsync();
        try
        {
            // What ends meanwhile is seen by its file; what is asked for meanwhile waits.
            await File.WriteAllTextAsync(Mark + ".go", "");
            await SucceedsAsync();
            (await Home.Run("run", Document("later", "true"), "--runtime", "slurm", "--detach")).Expect(0);
            await Home.Until(
                async () => (await Home.Run("workflow", "steps", "later")).Output.Contains("not submitted yet", StringComparison.Ordinal),
                "the step to say why it waits", async () => (await Home.Run("workflow", "steps", "later")).Output);
        }
        finally
        {
            await Cluster.StartControllerAsync();
        }

        (await Home.Run("workflow", "wait", "later")).Expect(0);
    }

    [Fact]
    public async Task Without_its_commands_a_step_waits_and_says_why()
    {
        Cluster.Remove("sbatch");
        await StartAsync("true");
        await Steps("not submitted yet: sbatch was not found");
        Cluster.Restore("sbatch");
        await SucceedsAsync();
    }

    [Fact]
    public async Task What_an_operator_cancels_fails_and_says_so()
    {
        await StartAsync($"echo run >>{Mark}; exec sleep 1000");
        await Home.Until(() => Task.FromResult(File.Exists(Mark)), "the job to run");
        await Cluster.SayAsync("scancel", "--name=only");
        Assert.Equal("signal", await FailsAsync());
        (await Home.Run("workflow", "why", "only")).Expect(0).Says("ended as CANCELLED");
    }
}
