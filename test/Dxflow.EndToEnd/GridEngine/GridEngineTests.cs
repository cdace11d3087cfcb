using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.GridEngine;

/// <summary>Whole runs on a real Grid Engine, and what happens to its jobs.</summary>
[Collection(GridCollection.Name)]
public sealed class GridEngineTests(GridCluster cluster) : IAsyncLifetime
{
    private readonly Home home = new();
    private Support.Engine? engine;

    private string Shared => Directory.CreateDirectory(Path.Join(cluster.Shared, Path.GetFileName(home.Path))).FullName;

    private string Mark => Path.Join(Shared, "mark");

    public async ValueTask InitializeAsync()
    {
        await cluster.UpAsync();
        home.Write("default_targets.yaml", $$"""
            grid:
              kind: grid-engine
              work: {{Shared}}
              commands: {{cluster.Commands}}
              pe: smp
              allow: [-R]
              poll: 1s
              submissions: 600
            pilots:
              kind: grid-engine
              mode: pilot
              cpus: 2
              max: 1
              idle: 2s
              work: {{Shared}}
              commands: {{cluster.Commands}}
              pe: smp
              poll: 1s
            """);
        engine = await home.Boot();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in new[] { "qsub", "qstat" })
        {
            cluster.Restore(command);
        }

        await engine!.DisposeAsync();
        await home.DisposeAsync();
    }

    [Theory]
    [InlineData("grid")]
    [InlineData("pilots")]
    public async Task Flows_give_the_same_there(string runtime)
    {
        (string Name, string Values)[] flows =
        [
            ("slices", """{"squares":[1,4,9,16],"total":30}"""), ("tolerate", """{"kept":[0,1,2,4,5,6,8,9],"holes":2}"""),
            ("keys", """{"sizes":"2 3 4 "}"""),
        ];
        var values = await Task.WhenAll(flows.Select(async flow => flow with
        {
            Values = JsonSerializer.Serialize(
                (await home.Run("run", $"examples/flows/{flow.Name}.yaml", "--runtime", runtime, "-o", "json")).Expect(0)
                    .Json.GetProperty("values")),
        }));
        Assert.Equal(flows, values);
        Assert.Empty(new DirectoryInfo(Path.Join(Shared, "dxflow")).EnumerateDirectories("jobs")
            .SelectMany(static jobs => jobs.EnumerateDirectories()));
        await Empty();
    }

    [Fact]
    public async Task What_runs_in_a_pilot_that_somebody_deletes_is_tried_again_in_the_next()
    {
        var file = home.Write("only.yaml", $$"""
            name: only
            services:
              only:
                x-step:
                  retry: { limit: 1, backoff: { first: 100ms } }
                  script: |
                    echo "$JOB_ID" >>{{Mark}}
                    while [ ! -e {{Mark}}.go ]; do sleep 0.1; done
            """);
        (await home.Run("run", file, "--runtime", "pilots", "--detach")).Expect(0);
        await Seen();
        await cluster.SayAsync("qdel", (await File.ReadAllTextAsync(Mark)).Trim());
        await Home.Until(() => Task.FromResult(File.ReadAllLines(Mark).Length == 2), "the next attempt");
        await File.WriteAllTextAsync(Mark + ".go", "");
        (await home.Run("workflow", "wait", "only")).Expect(0);
        (await home.Run("workflow", "events", "only")).Expect(0).Says("lost");
        await Empty();
    }

    [Fact]
    public async Task What_a_step_asks_for_is_what_its_job_has_and_the_cluster_shows_it()
    {
        var file = home.Write("only.yaml", $$"""
            name: only
            services:
              only:
                gpus: [{ count: 2 }]
                deploy: { resources: { reservations: { cpus: "3", memory: 96M } } }
                x-step:
                  timeout: { run: 5m }
                  resources: { directives: [-R y] }
                  script: |
                    echo "$NSLOTS $QUEUE" >{{Mark}}
                    while [ ! -e {{Mark}}.go ]; do sleep 0.1; done
            """);
        (await home.Run("run", file, "--runtime", "grid", "--detach")).Expect(0);
        await Seen();
        var queue = (await home.Run("platform", "queue", "grid", "-o", "json")).Expect(0).Json;
        Assert.Equal(GridCluster.ArrayMax, queue.GetProperty("targets")[0].GetProperty("arrayMax").GetInt32());
        var job = Assert.Single(queue.GetProperty("jobs").EnumerateArray());
        Assert.Equal(("only", true, 3), (job.GetProperty("name").GetString(), job.GetProperty("ours").GetBoolean(),
            job.GetProperty("cpus").GetInt32()));
        Assert.Equal(16, queue.GetProperty("partitions").EnumerateArray().Sum(static part => part.GetProperty("cpus").GetInt32()));
        var said = await cluster.SayAsync("qstat", "-j", job.GetProperty("id").GetString()!.Split('.')[0]);
        Assert.Contains("h_vmem=32768K,gpu=2,h_rt=420", said, StringComparison.Ordinal);
        Assert.Contains("reserve:                    y", said, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Mark + ".go", "");
        (await home.Run("workflow", "wait", "only")).Expect(0);
        Assert.StartsWith("3 ", await File.ReadAllTextAsync(Mark), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_had_fails_at_once_and_says_why()
    {
        (string Name, string Asks, string More, string Said)[] wrong =
        [
            ("many", "gpus: [{ count: 9 }]", "run_if: all_ok", "no suitable queues"),
            ("other", "", "resources: { directives: [-q main.q] }", "does not allow documents the option -q, only -R"),
            ("wide", "", "resources: { tasks: 2 }", "`pe-tasks`"),
        ];
        foreach (var (name, asks, more, said) in wrong)
        {
            var file = home.Write(
                name + ".yaml", $"name: {name}\nservices:\n  only:\n    {asks}\n    command: ['true']\n    x-step:\n      {more}\n");
            (await home.Run("run", file, "--runtime", "grid")).Expect(1);
            (await home.Run("workflow", "why", name, "-o", "json")).Says("site_limit").Says(said);
        }
    }

    [Fact]
    public async Task An_engine_killed_while_qsub_runs_finds_the_job_and_submits_no_other()
    {
        cluster.Stand("qsub", $"{cluster.Real("qsub")} \"$@\" >/dev/null; echo >{Mark}.taken; sleep 5; echo 1");
        var before = cluster.Called("qsub");
        await StartAsync($"echo run >>{Mark}");
        await Home.Until(() => Task.FromResult(File.Exists(Mark + ".taken")), "Grid Engine to have taken the job");
        await CrashAsync();
        (await home.Run("workflow", "wait", "only")).Expect(0);
        Assert.Equal(["run"], await File.ReadAllLinesAsync(Mark));
        Assert.Equal(1, cluster.Called("qsub") - before);
    }

    [Fact]
    public async Task A_paused_run_holds_what_waits_also_for_the_next_engine_and_a_stop_takes_it_out()
    {
        await DisableAsync("-d");
        try
        {
            await StartAsync($"echo run >>{Mark}");
            await Steps("waits in Grid Engine: qw");
            (await home.Run("workflow", "pause", "only")).Expect(0);
            await Steps("hqw (held)");
            await CrashAsync();
            await Steps("hqw (held)");
            (await home.Run("workflow", "unpause", "only")).Expect(0);
            await Steps("qw (for free slots)");
            (await home.Run("workflow", "stop", "only")).Expect(0);
            await Empty();
        }
        finally
        {
            await DisableAsync("-e");
        }
    }

    [Fact]
    public async Task What_an_operator_kills_and_what_takes_too_long_say_so()
    {
        await StartAsync($"echo run >{Mark}; exec sleep 1000");
        await Seen();
        await cluster.SayAsync("qdel", await JobAsync());
        (await home.Run("workflow", "wait", "only")).Expect(1);
        var why = (await home.Run("workflow", "why", "only", "-o", "json")).Expect(0);
        Assert.Equal("signal", why.Json.GetProperty("reason").GetString());
        why.Says("assumedly after job");

        // A limit of the queue, as the engine's own would come first.
        File.Delete(Mark);
        await cluster.SayAsync("qconf", "-mattr", "queue", "h_rt", "0:0:2", "main.q");
        await cluster.SayAsync("qconf", "-mattr", "queue", "h_rt", "0:0:2", "other.q");
        try
        {
            (await home.Run("run", home.Write("long.yaml", "name: long\nservices: { only: { command: [sleep, '1000'], x-step: } }\n"),
                "--runtime", "grid")).Expect(1);
            Assert.Equal(
                "timeout_run", (await home.Run("workflow", "why", "long", "-o", "json")).Json.GetProperty("reason").GetString());
        }
        finally
        {
            await cluster.SayAsync("qconf", "-mattr", "queue", "h_rt", "INFINITY", "main.q");
            await cluster.SayAsync("qconf", "-mattr", "queue", "h_rt", "INFINITY", "other.q");
        }
    }

    [Fact]
    public async Task A_job_that_cannot_begin_fails_with_its_reason_and_leaves_the_queue()
    {
        // As on a node that lacks what its queue promises.
        cluster.Stand("qsub", "n=$#; while [ $n -gt 0 ]; do word=$1; shift; [ \"$word\" != /bin/sh ] || word=/no/such/shell; "
            + $"set -- \"$@\" \"$word\"; n=$((n - 1)); done; exec {cluster.Real("qsub")} \"$@\"");
        await StartAsync("true");
        (await home.Run("workflow", "wait", "only")).Expect(1);
        (await home.Run("workflow", "why", "only", "-o", "json")).Says("site_limit").Says("/no/such/shell");
        await Empty();
    }

    [Fact]
    public async Task A_master_that_is_away_costs_nothing_and_a_list_that_lies_neither()
    {
        var before = cluster.Called("qsub");
        await StartAsync($"echo run >>{Mark}; while [ ! -e {Mark}.go ]; do sleep 0.1; done");
        await Seen();
        cluster.Stand(
            "qstat", $"case $* in *-j*) exec {cluster.Real("qstat")} \"$@\";; esac; echo \"<?xml version='1.0'?><job_info/>\"");
        var asked = cluster.Called("qstat");
        await Home.Until(() => Task.FromResult(cluster.Called("qstat") >= asked + 4), "the lie to be told");
        (await home.Run("workflow", "steps", "only")).Expect(0).Says("running");
        cluster.Restore("qstat");
        await cluster.StopMasterAsync();
        try
        {
            await File.WriteAllTextAsync(Mark + ".go", "");
            (await home.Run("workflow", "wait", "only")).Expect(0);
            (await home.Run("run", home.Write("later.yaml", "name: later\nservices: { a: { command: ['true'], x-step: } }\n"),
                "--runtime", "grid", "--detach")).Expect(0);
            await Home.Until(
                async () => (await home.Run("workflow", "steps", "later")).Output.Contains("not submitted yet", StringComparison.Ordinal),
                "the step to say why it waits", async () => (await home.Run("workflow", "steps", "later")).Output);
        }
        finally
        {
            await cluster.StartMasterAsync();
        }

        (await home.Run("workflow", "wait", "later")).Expect(0);
        Assert.Equal(["run"], await File.ReadAllLinesAsync(Mark));
        Assert.InRange(cluster.Called("qsub") - before, 2, 12);
    }

    private async Task StartAsync(string script) => (await home.Run(
        "run", home.Write("only.yaml", $"name: only\nservices:\n  only:\n    x-step:\n      script: |\n        {script}\n"),
        "--runtime", "grid", "--detach")).Expect(0);

    private async Task CrashAsync()
    {
        await engine!.Crash();
        engine = await home.Boot();
    }

    private async Task DisableAsync(string option) => await cluster.SayAsync("qmod", option, "*");

    private async Task<string> JobAsync() =>
        (await cluster.SayAsync("qstat")).Split('\n').Skip(2).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];

    private Task Seen() => Home.Until(
        () => Task.FromResult(File.Exists(Mark) && new FileInfo(Mark).Length > 0), $"{Mark} to be written",
        async () => (await home.Run("workflow", "why", "only")).Output);

    private Task Empty() => Home.Until(
        async () => (await cluster.SayAsync("qstat")).Length == 0, "the queue to be empty", () => cluster.SayAsync("qstat"));

    private Task Steps(string text) => Home.Until(
        async () => (await home.Run("workflow", "steps", "only")).Output.Contains(text, StringComparison.Ordinal),
        $"steps to say {text}", async () => (await home.Run("workflow", "steps", "only")).Output);
}
