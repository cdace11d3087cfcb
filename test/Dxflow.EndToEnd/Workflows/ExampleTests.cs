using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>Every example, run as its first lines say.</summary>
public sealed class ExampleTests
{
    [Fact]
    public async Task Hello_greets_and_counts()
    {
        await using var home = new Home();

        var run = await home.Run("run", "examples/hello/compose.yaml", "-p", "name=Ada", "-o", "json");

        run.Expect(0);
        Assert.Equal("Hello, Ada! Your name has 3 letters.", run.Json.GetProperty("values").GetProperty("greeting").GetString());
        Assert.Equal(3, run.Json.GetProperty("values").GetProperty("letters").GetInt32());
    }

    [Fact]
    public async Task Web_waits_until_the_service_is_healthy()
    {
        await using var home = new Home();

        (await home.Run("run", "examples/web/compose.yaml")).Expect(0);
    }

    /// <summary>The same at a port that is free now: only one test at a time can have the example's own.</summary>
    internal static (string File, int Port) WebElsewhere(Home home)
    {
        var port = BatchCluster.FreePorts(1)[0];
        var text = File.ReadAllText(Path.Join(Home.Repository, "examples/web/compose.yaml"));
        return (home.Write("web.yaml", text.Replace("18080", $"{port}", StringComparison.Ordinal)), port);
    }

    [Fact]
    public async Task Align_gives_the_numbers_that_the_tools_give_by_hand()
    {
        await using var home = new Home();

        var run = await home.Run("run", "examples/align/compose.yaml", "-o", "json");

        AssertAlignment(run.Expect(0));
    }

    [Fact]
    public async Task Align_survives_a_killed_engine_and_repeats_no_step_that_succeeded()
    {
        await using var home = new Home();
        var crashes = 0;
        var engine = await home.Boot();
        (await home.Run("workflow", "create", "examples/align/compose.yaml")).Expect(0);
        (await home.Run("workflow", "start", "align")).Expect(0);
        try
        {
            foreach (var milestone in (string[])["index", "align-2", "merge"])
            {
                await Home.Until(async () => await HasSucceeded(home, milestone), $"{milestone} to succeed");
                await engine.Crash();
                crashes++;
                engine = await home.Boot();
            }

            (await home.Run("workflow", "wait", "align")).Expect(0);
            AssertAlignment((await home.Run("workflow", "outputs", "align", "-o", "json")).Expect(0));

            var events = (await home.Run("workflow", "events", "align", "-o", "json")).Expect(0).Lines;
            var finished = events.Where(
                e => e.GetProperty("event").GetString() == "finished").Select(e => e.GetProperty("step").GetString());
            Assert.Equal(
                ["align-0", "align-1", "align-2", "align-3", "index", "merge", "split", "table"], finished.Order(StringComparer.Ordinal));
            Assert.All(
                (await home.Run("workflow", "steps", "align", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray(),
                step => Assert.Equal("succeeded", step.GetProperty("state").GetString()));
            AssertNoStepStartedAfterItSucceeded(events);
            Assert.Equal(3, crashes);
        }
        finally
        {
            await engine.DisposeAsync();
        }
    }

    internal static void AssertAlignment(Outcome run)
    {
        var values = run.Json.GetProperty("values");
        Assert.Equal(9404, values.GetProperty("mapped").GetInt32());
        Assert.Equal(596, values.GetProperty("unmapped").GetInt32());
        Assert.Equal(21.4393, values.GetProperty("coverage").GetDouble(), 4);
    }

    private static void AssertNoStepStartedAfterItSucceeded(IReadOnlyList<System.Text.Json.JsonElement> events)
    {
        var succeeded = new HashSet<string>();
        foreach (var line in events)
        {
            var step = line.TryGetProperty("step", out var name) ? name.GetString() : null;
            switch (line.GetProperty("event").GetString())
            {
                case "finished":
                    Assert.True(succeeded.Add(step!), $"{step} finished twice");
                    break;
                case "granted" or "started":
                    Assert.DoesNotContain(step!, succeeded);
                    break;
            }
        }
    }

    private static async Task<bool> HasSucceeded(Home home, string step)
    {
        var steps = await home.Run("workflow", "steps", "align", "-o", "json");
        return steps.Exit == 0 && steps.Json.GetProperty("items").EnumerateArray()
            .Any(item => item.GetProperty("name").GetString() == step && item.GetProperty("state").GetString() == "succeeded");
    }
}
