using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>Slices, turns and instances that go wrong, and an engine that dies among them.</summary>
public sealed class FlowMisfortuneTests
{
    [Fact]
    public async Task A_killed_engine_finds_slices_turns_and_instances_again_and_repeats_none_that_succeeded()
    {
        await using var home = new Home();
        var file = home.Write("deep.yaml", """
            name: deep
            x-workflow:
              outputs: { all: "{{ steps.outer.outputs.n }}" }
            services:
              outer:
                x-step:
                  each: { from: [0, 10] }
                  workflow: inner
                  with: { from: "{{ each.from }}" }
            x-workflows:
              inner:
                x-workflow:
                  inputs: { from: { type: int } }
                  outputs: { n: "{{ steps.count.outputs.n }}" }
                services:
                  count:
                    x-step:
                      inputs: { n: "{{ workflow.inputs.from }}" }
                      outputs: { n: { type: int, file: outputs/n } }
                      repeat: { max: 6, carry: { n: "{{ outputs.n }}" } }
                      script: |
                        sleep 0.2
                        echo $((DXFLOW_INPUT_N + 1)) > outputs/n
            """);
        var engine = await home.Boot();
        try
        {
            (await home.Run("workflow", "create", file)).Expect(0);
            (await home.Run("workflow", "start", "deep")).Expect(0);
            foreach (var turn in (string[])["outer/0/count/1", "outer/1/count/3"])
            {
                await Home.Until(async () => (await Finished(home)).Contains(turn), $"{turn} to end");
                await engine.Crash();
                engine = await home.Boot();
            }

            (await home.Run("workflow", "wait", "deep")).Expect(0);
            var values = (await home.Run("workflow", "outputs", "deep", "-o", "json")).Expect(0).Json.GetProperty("values");
            Assert.Equal([6, 16], values.GetProperty("all").EnumerateArray().Select(value => value.GetInt32()));
            var finished = await Finished(home);
            Assert.Equal(12, finished.Count(step => step.Contains("count/", StringComparison.Ordinal)));
            Assert.Equal(finished.Distinct(), finished);
        }
        finally
        {
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task Services_of_instances_live_through_a_killed_engine_and_end_with_their_instances()
    {
        await using var home = new Home();
        var file = home.Write("served.yaml", $$"""
            name: served
            services: { call: { x-step: { each: { n: [1, 2] }, workflow: part } } }
            x-workflows:
              part:
                services:
                  up: { command: [/bin/sh, -c, 'echo up > {{home.Path}}/up-$$$$; exec sleep 1000'] }
                  wait:
                    depends_on: [up]
                    x-step: { script: 'while [ ! -e {{home.Path}}/go ]; do sleep 0.05; done' }
            """);
        var engine = await home.Boot();
        try
        {
            (await home.Run("workflow", "create", file)).Expect(0);
            (await home.Run("workflow", "start", "served")).Expect(0);
            await Home.Until(async () => (await Services(home)).SequenceEqual(["call/0/up running", "call/1/up running"]), "both to be up");
            var pids = Directory.GetFiles(home.Path, "up-*").Select(static path => path[(path.LastIndexOf('-') + 1)..]).ToList();
            Assert.Equal(2, pids.Count);
            await engine.Crash();
            engine = await home.Boot();
            Assert.Equal(["call/0/up running", "call/1/up running"], await Services(home));
            Assert.All(pids, static pid => Assert.True(Directory.Exists("/proc/" + pid), $"{pid} has gone with the engine"));

            home.Write("go", "");
            (await home.Run("workflow", "wait", "served")).Expect(0);
            Assert.All(pids, static pid => Assert.False(Directory.Exists("/proc/" + pid), $"{pid} still runs"));
            Assert.Equal(2, Directory.GetFiles(home.Path, "up-*").Length);
        }
        finally
        {
            await engine.DisposeAsync();
        }
    }

    private static async Task<IEnumerable<string>> Services(Home home) =>
        [.. (await home.Run("workflow", "services", "served", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .Select(static one => $"{one.GetProperty("name").GetString()} {one.GetProperty("state").GetString()}")];

    [Fact]
    public async Task Too_many_failed_slices_fail_the_step_and_say_how_many_were_needed()
    {
        await using var home = new Home();
        var file = home.Write("few.yaml", """
            name: few
            services:
              each:
                x-step:
                  each: { i: "{{ range(4) }}" }
                  require: { count: 3 }
                  script: exit $((DXFLOW_INDEX % 2))
              after:
                x-step: { needs: [each], script: "true" }
            """);
        await using var engine = await home.Boot();

        (await home.Run("run", file)).Expect(1);

        var run = (await home.Run("workflow", "show", "few", "-o", "json")).Expect(0).Json.GetProperty("run");
        Assert.Equal("tolerance", run.GetProperty("reason").GetString());
        Assert.Equal("2 of 4 went well, and 3 have to", run.GetProperty("detail").GetString());
        var failed = (await home.Run("workflow", "steps", "few", "--state", "failed", "-o", "json")).Expect(0).Json.GetProperty("items");
        Assert.Equal(["each/1", "each/3"], failed.EnumerateArray().Select(slice => slice.GetProperty("key").GetString()));
    }

    [Theory]
    [InlineData("repeat: { max: 3 }", 3)]
    [InlineData("each: { x: [1, 2] }", 2)]
    public async Task What_leaves_nothing_is_done_as_often_as_it_says(string key, int times)
    {
        await using var home = new Home();
        var file = home.Write("plain.yaml", $$"""
            name: plain
            services:
              a: { command: ["echo", "once more"], x-step: { {{key}} } }
            """);
        await using var engine = await home.Boot();

        (await home.Run("run", file)).Expect(0);

        Assert.Equal(times, (await home.Run("workflow", "logs", "plain", "-o", "json")).Expect(0).Lines.Count);
    }

    [Fact]
    public async Task A_failure_deep_inside_is_named_by_the_way_there()
    {
        await using var home = new Home();
        var file = home.Write("inside.yaml", """
            name: inside
            services:
              outer:
                x-step: { workflow: sub }
            x-workflows:
              sub:
                services:
                  bad:
                    x-step:
                      outputs: { n: { type: int, file: outputs/n } }
                      script: echo none > outputs/n
            """);
        await using var engine = await home.Boot();

        (await home.Run("run", file)).Expect(1).Complains("outer/bad");

        var run = (await home.Run("workflow", "show", "inside", "-o", "json")).Expect(0).Json.GetProperty("run");
        Assert.Equal("bad_output", run.GetProperty("reason").GetString());
        Assert.Contains("bad: ", run.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_reaches_every_slice_of_every_instance()
    {
        await using var home = new Home();
        var file = home.Write("long.yaml", """
            name: long
            services:
              outer:
                x-step: { each: { i: [1, 2] }, workflow: sub }
            x-workflows:
              sub:
                services:
                  wait:
                    x-step: { each: { j: [1, 2] }, script: sleep 600 }
            """);
        await using var engine = await home.Boot();
        (await home.Run("workflow", "create", file)).Expect(0);
        (await home.Run("workflow", "start", "long")).Expect(0);
        await Home.Until(
            async () => (await home.Run("workflow", "steps", "long", "outer/", "--state", "running", "-o", "name"))
                .Expect(0).Output.Length > 0,
            "something to run");

        (await home.Run("workflow", "stop", "long")).Expect(0);

        var left = (await home.Run("workflow", "steps", "long", "--state", "running,starting,queued,waiting", "-o", "json")).Expect(0);
        Assert.Empty(left.Json.GetProperty("items").EnumerateArray());
        (await home.Run("workflow", "show", "long")).Expect(0).Says("cancelled");
    }

    private static async Task<List<string>> Finished(Home home) =>
    [
        .. (await home.Run("workflow", "events", "deep", "-o", "json")).Expect(0).Lines
            .Where(e => e.GetProperty("event").GetString() == "finished").Select(e => e.GetProperty("step").GetString()!
                + (e.GetProperty("slice").ValueKind == JsonValueKind.Number ? $"#{e.GetProperty("slice").GetInt32()}" : "")),
    ];
}
