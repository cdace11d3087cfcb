using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>The examples that fail, as they say.</summary>
public sealed class FlowFailureTests
{
    [Fact]
    public async Task Transient_failures_and_time_limits_are_tried_again_and_a_fatal_one_is_not()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", FlowGallery.Document("failures/attempts"))).Expect(1).Complains("fatal");

        var attempts = (await FlowGallery.Rows(home, "attempts"))
            .ToDictionary(FlowGallery.Key, row => row.GetProperty("attempts").GetInt32());
        Assert.Equal(
            (2, 2, 3, 3, 1),
            (attempts["transient"], attempts["slow"], attempts["recovers"], attempts["patient"], attempts["fatal"]));
        var reasons = (await FlowGallery.Rows(home, "attempts", "--state", "failed"))
            .ToDictionary(FlowGallery.Key, row => row.GetProperty("reason").GetString());
        Assert.Equal(("exit", "timeout_run", "exit"), (reasons["transient"], reasons["slow"], reasons["fatal"]));
    }

    [Fact]
    public async Task Skipped_and_tolerated_steps_hold_nobody_up_and_a_failure_omits_what_did_not_ask_for_it()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", FlowGallery.Document("failures/edges"))).Expect(1);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["skipped"] = "skipped",
                ["after-skipped"] = "succeeded",
                ["tolerated"] = "failed",
                ["after-tolerated"] = "succeeded",
                ["broken"] = "failed",
                ["after-broken"] = "omitted",
                ["after-omitted"] = "omitted",
                ["anyway"] = "succeeded",
                ["sweep"] = "succeeded",
                ["no-alarm"] = "skipped",
            },
            await FlowGallery.States(home, "edges"));
    }

    [Fact]
    public async Task What_a_failing_step_had_written_can_still_be_had()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", FlowGallery.Document("failures/early"))).Expect(1);

        var outputs = (await home.Run("workflow", "outputs", "early", "work", "-o", "json")).Expect(0);
        var work = outputs.Json.GetProperty("steps").GetProperty("work");
        Assert.Equal(7, work.GetProperty("steps").GetInt32());
        Assert.Equal("log.txt", work.GetProperty("log").GetProperty("name").GetString());
        Assert.False(work.TryGetProperty("result", out _));
    }

    [Theory]
    [InlineData("same-key", "bad_input", "task-a")]
    [InlineData("lengths", "bad_input", "3")]
    [InlineData("no-end", "turns", "3")]
    public async Task What_cannot_be_done_is_given_up_with_its_reason(string name, string reason, string says)
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", FlowGallery.Document("failures/" + name))).Expect(1);

        var run = (await home.Run("workflow", "show", name, "-o", "json")).Expect(0).Json.GetProperty("run");
        Assert.Equal(reason, run.GetProperty("reason").GetString());
        Assert.Contains(says, run.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_of_a_run_have_what_called_documents_wrote()
    {
        await using var home = new Home();
        var file = home.Write("calls.yaml", """
            name: calls
            services:
              outer: { x-step: { workflow: sub } }
            x-workflows:
              sub: { services: { inner: { command: [echo, "from inside"], x-step: {} } } }
            """);
        await using var engine = await home.Boot();

        (await home.Run("run", file)).Expect(0);

        (await home.Run("workflow", "logs", "calls")).Expect(0).Says("from inside");
        (await home.Run("workflow", "logs", "calls", "outer")).Expect(0).Says("from inside");
    }

    [Fact]
    public async Task No_slice_starts_where_two_have_one_key()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", FlowGallery.Document("failures/same-key"))).Expect(1);

        Assert.DoesNotContain(await FlowGallery.Story(home, "same-key"), line => line.StartsWith("started ", StringComparison.Ordinal));
    }
}
