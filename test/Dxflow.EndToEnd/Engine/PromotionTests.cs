using System.Diagnostics;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Engine;

/// <summary>Who has a home: a standing engine takes over from an instant one, and from nobody else.</summary>
public sealed class PromotionTests
{
    [Fact]
    public async Task A_standing_engine_takes_over_from_an_instant_one_and_the_run_that_follows_goes_on()
    {
        await using var home = new Home();
        var go = Path.Combine(home.Path, "go");
        using var run = home.Start("run", home.Write("wait.yaml", Waiting("wait", go)));
        var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await home.UntilThere("wait");
        await home.Until("wait", "steps", "a", "running");
        Assert.True(await IsInstant(home));

        (await home.Run("boot", "up", "--daemon")).Expect(0);
        Assert.False(await IsInstant(home));
        File.WriteAllText(go, string.Empty);

        await run.WaitForExitAsync(new CancellationTokenSource(Home.Patience).Token);
        Assert.True(run.ExitCode == 0, await error);
        Assert.Contains("42", await output);
        Assert.False(await IsInstant(home));
        Assert.Single((await home.Run("workflow", "events", "wait", "-o", "json")).Expect(0).Lines, IsStart);
    }

    [Fact]
    public async Task What_a_killed_engine_left_passes_through_an_instant_one_to_the_next_standing_one()
    {
        await using var home = new Home();
        var go = Path.Combine(home.Path, "go");
        await using (var engine = await home.Boot())
        {
            (await home.Run("run", home.Write("left.yaml", Waiting("left", go)), "--detach")).Expect(0);
            await home.Until("left", "steps", "a", "running");
            await engine.Crash();
        }

        (await home.Run("workflow", "list")).Expect(0);
        Assert.True(await IsInstant(home));
        await using var next = await home.Boot();

        // The instant engine may have answered first; what counts is who has the home in the end.
        await Home.Until(
            async () => await home.Run("boot", "status", "-o", "json") is { Exit: 0 } status
                && status.Json.GetProperty("pid").GetInt32() == next.Pid,
            "the standing engine to have the home");
        Assert.False(await IsInstant(home));
        File.WriteAllText(go, string.Empty);

        (await home.Run("workflow", "wait", "left")).Expect(0);
        Assert.Single((await home.Run("workflow", "events", "left", "-o", "json")).Expect(0).Lines, IsStart);
        Assert.Equal(next.Pid, (await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("pid").GetInt32());
    }

    [Fact]
    public async Task A_run_that_follows_outlives_its_engine_and_goes_on_with_one_of_its_own()
    {
        await using var home = new Home();
        var go = Path.Combine(home.Path, "go");
        Process run;
        await using (var engine = await home.Boot())
        {
            run = home.Start("run", home.Write("orphan.yaml", Waiting("orphan", go)));
            await home.UntilThere("orphan");
            await home.Until("orphan", "steps", "a", "running");
            await engine.Crash();
        }

        using (run)
        {
            var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
            await Home.Until(async () => (await home.Run("boot", "status")).Exit == 0, "an engine to take over");
            File.WriteAllText(go, string.Empty);
            await run.WaitForExitAsync(new CancellationTokenSource(Home.Patience).Token);
            Assert.True(run.ExitCode == 0, await error);
            Assert.Contains("42", await output);
        }

        (await home.Run("boot", "status")).Expect(5);
    }

    [Theory]
    [InlineData("boot", "up", "--daemon")]
    [InlineData("boot", "up")]
    public async Task A_second_standing_engine_is_refused_and_told_who_has_the_home(params string[] command)
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run(command)).Expect(6).Complains($"pid {engine.Pid} on {Environment.MachineName}, since ");

        (await home.Run("engine", "ping")).Expect(0);
    }

    [Fact]
    public async Task Of_several_standing_engines_at_once_one_has_the_home_and_the_others_are_refused_by_its_name()
    {
        await using var home = new Home();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => home.Run("boot", "up", "--daemon")));

        var pid = (await home.Run("boot", "status", "-o", "json")).Expect(0).Json.GetProperty("pid").GetInt32();
        Assert.Single(outcomes, outcome => outcome.Exit == 0);
        Assert.All(outcomes.Where(outcome => outcome.Exit != 0), outcome => outcome.Expect(6).Complains($"pid {pid} on "));
    }

    [Fact]
    public async Task A_home_that_another_machine_left_is_refused_until_it_is_taken_over()
    {
        await using var home = new Home();
        await using (var engine = await home.Boot())
        {
            await engine.Crash();
        }

        home.Write("engine.lock", """{"host":"elsewhere","boot":"x","pid":7,"since":"2026-01-01T00:00:00+00:00"}""");
        (await home.Run("boot", "up", "--daemon")).Expect(6).Complains("on elsewhere (pid 7").Complains("--take-over");
        (await home.Run("boot", "up")).Expect(6).Complains("on elsewhere (pid 7").Complains("--take-over");
        (await home.Run("workflow", "list")).Expect(6).Complains("--take-over");
        (await home.Run("boot", "up", "--daemon", "--take-over")).Expect(0);
        (await home.Run("workflow", "list")).Expect(0);
    }

    private static bool IsStart(System.Text.Json.JsonElement line) => line.GetProperty("event").GetString() == "started";

    private static async Task<bool> IsInstant(Home home) =>
        (await home.Run("boot", "status", "-o", "json")).Expect(0).Json.GetProperty("instant").GetBoolean();

    private static string Waiting(string name, string file) => $$"""
        name: {{name}}
        x-workflow: { outputs: { x: "{{"{{"}} steps.a.outputs.x {{"}}"}}" } }
        services:
          a:
            x-step:
              outputs: { x: { type: int, file: outputs/x } }
              script: |
                while [ ! -e {{file}} ]; do sleep 0.1; done
                echo 42 > outputs/x
        """;
}
