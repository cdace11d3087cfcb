using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>What goes by itself, and what stays, when runs have ended.</summary>
public sealed class RetentionTests
{
    private const string Two = """
        name: two
        x-workflow: { outputs: { text: "{{ steps.good.outputs.text }}" } }
        services:
          good:
            x-step:
              outputs: { text: { type: string, file: outputs/text }, kept: { type: file, path: outputs/text } }
              script: |
                echo said by good
                echo 42 > outputs/text
          bad:
            x-step: { needs: [good], script: "echo clue > outputs/clue; exit 3" }
        """;

    [Fact]
    public async Task Work_of_what_succeeded_goes_with_the_end_and_outputs_and_logs_and_the_work_of_what_failed_stay()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", home.Write("two.yaml", Two))).Expect(1);

        var work = Work(home);
        Assert.Single(work);
        Assert.True(File.Exists(Path.Combine(work[0], "outputs", "clue")));
        (await home.Run("workflow", "logs", "two", "good")).Expect(0).Says("said by good");
        var outputs = (await home.Run("workflow", "outputs", "two", "-o", "json")).Expect(0).Json.GetProperty("steps").GetProperty("good");
        Assert.Equal("42", outputs.GetProperty("text").GetString());
        Assert.Equal("42\n", File.ReadAllText(outputs.GetProperty("kept").GetProperty("path").GetString()!));
    }

    [Fact]
    public async Task Work_stays_where_it_is_asked_to_also_over_a_restart_of_the_workflow()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", home.Write("two.yaml", Two), "--keep")).Expect(1);
        Assert.Equal(2, Work(home).Count);
        (await home.Run("workflow", "restart", "two")).Expect(0);
        (await home.Run("workflow", "wait", "two")).Expect(1);
        Assert.Equal(4, Work(home).Count);
        (await home.Run("workflow", "start", "two")).Expect(0);
        (await home.Run("workflow", "wait", "two")).Expect(1);
        Assert.Equal(5, Work(home).Count);
    }

    [Fact]
    public async Task An_engine_that_dies_while_work_goes_does_it_again_and_loses_nothing_else()
    {
        await using var home = new Home();
        var file = home.Write("many.yaml", """
            name: many
            services:
              a:
                x-step:
                  outputs: { n: { type: int, file: outputs/n } }
                  script: |
                    mkdir d && cd d && seq -f 'f%g' 1 20000 | xargs touch
                    echo 7 > ../outputs/n
            """);
        await using (var engine = await home.Boot())
        {
            (await home.Run("run", file, "--detach")).Expect(0);
            await Home.Until(
                () => Task.FromResult(Journal(home).Contains("\"n\":7", StringComparison.Ordinal)), "the output to be durable");
            await engine.Crash();
        }

        await using var next = await home.Boot();
        (await home.Run("workflow", "wait", "many")).Expect(0);

        Assert.Empty(Work(home));
        Assert.Equal(7, (await home.Run("workflow", "outputs", "many", "-o", "json")).Expect(0).Json
            .GetProperty("steps").GetProperty("a").GetProperty("n").GetInt32());
        Assert.Single((await home.Run("workflow", "events", "many", "-o", "json")).Expect(0).Lines,
            line => line.GetProperty("event").GetString() == "started");
    }

    [Fact]
    public async Task Old_runs_go_when_a_run_ends_and_when_an_engine_begins_with_fewer_to_keep()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_RUNS_KEEP"] = "3";
        var file = home.Write("two.yaml", Two);
        await using (await home.Boot())
        {
            for (var run = 0; run < 5; run++)
            {
                (await home.Run("run", file)).Expect(1);
            }

            await Home.Until(async () => await Numbers(home) is [5, 4, 3], "three runs to be left");
            Assert.Equal(3, Directory.GetDirectories(Path.Combine(home.Path, "runs")).Length);
        }

        home.Variables["DXFLOW_CONFIG_RUNS_KEEP"] = "1";
        await using var next = await home.Boot();
        await Home.Until(async () => await Numbers(home) is [5], "one run to be left");
        (await home.Run("workflow", "outputs", "two")).Expect(0).Says("42");
    }

    [Fact]
    public async Task Everything_is_stopped_also_where_more_runs_end_than_are_kept()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_RUNS_KEEP"] = "1";
        var file = home.Write("long.yaml", """
            name: long
            services:
              a: { command: [sleep, "600"], x-step: {} }
            """);
        await using var engine = await home.Boot();
        for (var run = 0; run < 8; run++)
        {
            (await home.Run("run", file, "--detach")).Expect(0);
        }

        (await home.Run("boot", "down", "--stop", "--yes")).Expect(0);
    }

    private static async Task<int[]> Numbers(Home home) =>
        [.. (await home.Run("workflow", "runs", "two", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .Select(run => run.GetProperty("number").GetInt32())];

    private static List<string> Work(Home home) =>
        [.. Directory.GetDirectories(Path.Combine(home.Path, "runs"), "*-*-*", SearchOption.AllDirectories)
            .Select(attempt => Path.Combine(attempt, "work")).Where(Directory.Exists)];

    private static string Journal(Home home) => string.Concat(
        Directory.GetFiles(Path.Combine(home.Path, "runs"), "run.journal", SearchOption.AllDirectories).Select(File.ReadAllText));
}
