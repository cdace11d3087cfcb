using System.Net;
using System.Net.Sockets;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>Whole runs in pilots whose jobs are sessions here: engines, workers and allocations that end in the middle.</summary>
public sealed class PilotRunTests : IAsyncLifetime
{
    private readonly StandInCluster cluster = new();
    private readonly Home home = new();
    private Support.Engine? engine;

    private string Work => Path.Join(cluster.Path, "work");

    private string Began => Path.Join(cluster.Path, "began");

    private string Go => Path.Join(cluster.Path, "go");

    public ValueTask InitializeAsync()
    {
        Targets("cpus: 4, max: 2, idle: 2s");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        await home.DisposeAsync();
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_hundred_slices_run_in_one_or_two_jobs_which_end_when_there_is_nothing_to_do()
    {
        var run = (await home.Run("run", Fan(100, "true"), "--runtime", "many", "-o", "json")).Expect(0);
        Assert.Equal(Enumerable.Range(0, 100), Values(run));
        Once(100);
        Assert.InRange(cluster.Called("sbatch"), 1, 2);
        Assert.Empty(Directory.GetFiles(Path.Join(Work, "runs"), "task.json", SearchOption.AllDirectories));
        (await home.Run("workflow", "logs", "fan", "each/7")).Expect(0).Says("slice 7");

        // The engine that `run` had is gone: pilots end by themselves.
        await Home.Until(() => Task.FromResult(cluster.All.All(job => cluster.Processes(job).Count == 0)), "the pilots to end");
    }

    [Fact]
    public async Task An_address_that_another_program_has_is_waited_for_and_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Targets($"cpus: 4, max: 1, idle: 2s, listen: '{other.LocalEndpoint}'");
        engine = await home.Boot();
        (await home.Run("run", Fan(1, "true"), "--runtime", "many", "--detach")).Expect(0);
        await Home.Until(
            async () => (await home.Run("workflow", "why", "fan")).Expect(0).Output.Contains("pilots cannot be looked after: Address"),
            "the reason", async () => (await home.Run("workflow", "why", "fan")).Output);
        other.Stop();
        (await home.Run("workflow", "wait", "fan")).Expect(0);
    }

    [Fact]
    public async Task Pilots_come_with_the_work_and_go_with_it()
    {
        engine = await home.Boot();
        (await home.Run("run", Fan(16, Wait), "--runtime", "many", "--detach")).Expect(0);
        await Home.Until(() => Task.FromResult(Lines() == 8), "two pilots to be full", () => Task.FromResult($"{Lines()}"));
        Assert.Equal(2, cluster.All.Count);
        await File.WriteAllTextAsync(Go, "");
        (await home.Run("workflow", "wait", "fan")).Expect(0);
        Once(16);
        await Home.Until(() => Task.FromResult(cluster.All.All(job => cluster.Processes(job).Count == 0)), "both to be sent away");
        await Home.Until(
            () => Task.FromResult(Directory.GetDirectories(Path.Join(Work, "dxflow", "pilots-many")).Length == 0), "their secrets to go");
        (await home.Run("run", Fan(4, "true"), "--runtime", "many")).Expect(0);
        Assert.Equal(3, cluster.All.Count);
    }

    [Fact]
    public async Task A_worker_that_is_killed_is_there_again_and_its_tasks_have_gone_on()
    {
        engine = await home.Boot();
        (await home.Run("run", Fan(12, Wait), "--runtime", "many", "--detach")).Expect(0);
        await Home.Until(() => Task.FromResult(Lines() == 8), "the pilots to be full");
        foreach (var job in cluster.All)
        {
            await StandInCluster.SignalAsync(cluster.Workers(job), "KILL");
        }

        await File.WriteAllTextAsync(Go, "");
        (await home.Run("workflow", "wait", "fan")).Expect(0);
        Once(12);
        Assert.Equal(2, cluster.All.Count);
    }

    [Fact]
    public async Task An_engine_that_is_killed_finds_workers_and_tasks_again()
    {
        engine = await home.Boot();
        (await home.Run("run", Fan(20, Wait), "--runtime", "many", "--detach")).Expect(0);
        await Home.Until(() => Task.FromResult(Lines() == 8), "the pilots to be full");
        await engine.Crash();
        await engine.DisposeAsync();
        engine = await home.Boot();
        await File.WriteAllTextAsync(Go, "");
        (await home.Run("workflow", "wait", "fan")).Expect(0);
        Assert.Equal(Enumerable.Range(0, 20), Values((await home.Run("workflow", "outputs", "fan", "-o", "json")).Expect(0)));
        Once(20);
        Assert.Equal(2, cluster.All.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_an_allocation_takes_with_it_is_lost_and_tried_again_and_nothing_else_is(bool isCancelled)
    {
        Targets("cpus: 4, max: 1, idle: 2s");
        engine = await home.Boot();
        (await home.Run("run", Fan(10, Wait, retry: 1), "--runtime", "many", "--detach")).Expect(0);
        await Home.Until(() => Task.FromResult(Lines() == 4), "the pilot to be full");
        await (isCancelled ? cluster.CancelAsync(1) : cluster.LoseAsync(1));
        await Home.Until(() => Task.FromResult(cluster.All.Count == 2), "another pilot");
        await File.WriteAllTextAsync(Go, "");
        (await home.Run("workflow", "wait", "fan")).Expect(0);
        Assert.Equal(Enumerable.Range(0, 10), Values((await home.Run("workflow", "outputs", "fan", "-o", "json")).Expect(0)));
        Assert.Equal(14, Lines());
        (await home.Run("workflow", "events", "fan")).Expect(0).Says("lost");
    }

    [Fact]
    public async Task A_stop_reaches_tasks_in_pilots_and_what_waits_for_them()
    {
        engine = await home.Boot();
        (await home.Run("run", Fan(12, Wait), "--runtime", "many", "--detach")).Expect(0);
        await Home.Until(() => Task.FromResult(Lines() == 8), "the pilots to be full");
        (await home.Run("workflow", "stop", "fan")).Expect(0);
        Assert.Equal(8, Lines());
        Assert.DoesNotContain(cluster.All, job => cluster.Processes(job, "/runs/").Count > 0);
    }

    [Fact]
    public async Task What_no_pilot_can_have_is_refused_by_name()
    {
        var large = home.Write("large.yaml", """
            name: large
            x-workflow: { defaults: { runtime: many } }
            services:
              job: { x-step: , command: ['true'], deploy: { resources: { limits: { cpus: "6" } } } }
            """);
        var run = await home.Run("run", large);
        Assert.Equal(1, run.Exit);
        (await home.Run("workflow", "why", "large")).Expect(0).Says("a pilot has 4");
        Assert.Empty(cluster.All);
    }

    private string Wait => $"while [ ! -e {Go} ]; do sleep 0.1; done";

    private void Targets(string pilots) => home.Write("default_targets.yaml", $$"""
        many: { mode: pilot, {{pilots}}, work: {{Work}}, commands: {{cluster.Commands}}, poll: 1s, submissions: 600 }
        """);

    private string Fan(int count, string script, int retry = 0) => home.Write("fan.yaml", $$$"""
        name: fan
        x-workflow: { outputs: { all: "{{ steps.each.outputs.n }}" } }
        services:
          each:
            x-step:
              each: { n: "{{ range({{{count}}}) }}" }
              retry: { limit: {{{retry}}}, backoff: { first: 100ms } }
              outputs: { n: { type: int, file: outputs/n } }
              script: |
                echo "slice $DXFLOW_INPUT_N"
                echo "$DXFLOW_INPUT_N" >>{{{Began}}}
                {{{script}}}
                echo "$DXFLOW_INPUT_N" >outputs/n
        """);

    private int Lines() => File.Exists(Began) ? File.ReadAllLines(Began).Length : 0;

    /// <summary>Each slice began, and none twice.</summary>
    private void Once(int count) =>
        Assert.Equal(Enumerable.Range(0, count), File.ReadAllLines(Began).Select(int.Parse).Order());

    private static IEnumerable<int> Values(Outcome outcome) =>
        outcome.Json.GetProperty("values").GetProperty("all").EnumerateArray().Select(static each => each.GetInt32());
}
