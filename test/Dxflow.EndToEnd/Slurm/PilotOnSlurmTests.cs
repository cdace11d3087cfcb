using System.Diagnostics;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>Whole runs in pilots of a real Slurm, and what its operators and limits do to them.</summary>
[Collection(SlurmCollection.Name)]
public sealed class PilotOnSlurmTests(SlurmCluster cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Home home = new();

    private string Work => Directory.CreateDirectory(Path.Join(cluster.Shared, Path.GetFileName(home.Path))).FullName;

    private string Began => Path.Join(Work, "began");

    private string Go => Path.Join(Work, "go");

    public async ValueTask InitializeAsync()
    {
        await cluster.UpAsync();
        Targets("cpus: 4, max: 2, idle: 10s");
    }

    public async ValueTask DisposeAsync() => await home.DisposeAsync();

    [Fact]
    public async Task Slices_run_in_pilots_which_are_few_and_leave_the_queue_when_there_is_nothing_to_do()
    {
        var (submitted, asked) = (cluster.Called("sbatch"), cluster.Called("squeue"));
        await using var engine = await home.Boot();
        (await home.Run("run", Fan(200, "true"), "--runtime", "many")).Expect(0);
        Once(200);
        Assert.InRange(cluster.Called("sbatch") - submitted, 1, 2);
        Assert.InRange(cluster.Called("squeue") - asked, 1, 40);
        await UntilAsync(async () => await JobsAsync() == 0, "the pilots to leave");
    }

    [Fact]
    public async Task Where_no_node_can_ever_carry_a_pilot_its_steps_fail_and_say_why()
    {
        Targets("cpus: 4000, max: 2");
        await using var engine = await home.Boot();
        (await home.Run("run", Fan(3, "true"), "--runtime", "many")).Expect(1);
        (await home.Run("workflow", "why", "fan")).Expect(0).Says("this site can never run it").Says("can never begin")
            .Says("no node has more than 8");
        await UntilAsync(async () => await JobsAsync() == 0, "the pilots to leave");
    }

    [Theory]
    [InlineData("cpus: 4, max: 1, idle: 2s", true)]
    [InlineData("cpus: 4, max: 1, idle: 2s, time: 1m", false)]
    public async Task What_ends_with_an_allocation_is_tried_again_in_the_next(string pilots, bool isCancelled)
    {
        Targets(pilots);
        await using var engine = await home.Boot();
        (await home.Run("run", Fan(6, $"while [ ! -e {Go} ]; do sleep 0.1; done", retry: 1), "--runtime", "many", "--detach")).Expect(0);
        await UntilAsync(() => Task.FromResult(Lines() == 4), "the pilot to be full");
        if (isCancelled)
        {
            await cluster.SayAsync("scancel", "--name=pilot-many");
        }

        await UntilAsync(() => Task.FromResult(Lines() == 8), "those that were lost to run again");
        await File.WriteAllTextAsync(Go, "");
        (await home.Run("workflow", "wait", "fan")).Expect(0);
        Assert.Equal(10, Lines());
        (await home.Run("workflow", "events", "fan")).Expect(0).Says("lost");
    }

    private void Targets(string pilots) => home.Write("default_targets.yaml", $$"""
        many: { mode: pilot, {{pilots}}, work: {{Work}}, commands: {{cluster.Commands}}, poll: 1s, submissions: 600 }
        """);

    private string Fan(int count, string script, int retry = 0) => home.Write("fan.yaml", $$$"""
        name: fan
        services:
          each:
            x-step:
              each: { n: "{{ range({{{count}}}) }}" }
              retry: { limit: {{{retry}}}, backoff: { first: 100ms } }
              script: |
                echo "$DXFLOW_INPUT_N" >>{{{Began}}}
                {{{script}}}
        """);

    private int Lines() => File.Exists(Began) ? File.ReadAllLines(Began).Length : 0;

    private void Once(int count) =>
        Assert.Equal(Enumerable.Range(0, count), File.ReadAllLines(Began).Select(int.Parse).Order());

    private async Task<int> JobsAsync() =>
        (await cluster.SayAsync("squeue", "--noheader", "--name=pilot-many", "--format=%i"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Time limits of Slurm are minutes.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var since = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(since.Elapsed < Patience, $"waited {Patience} for {what}");
            await Task.Delay(100);
        }
    }
}
