using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Views;

/// <summary>What a run shows while it goes on: <c>workflow steps</c>, <c>outputs --so-far</c>, progress.</summary>
public sealed class StepCommandTests
{
    private const string Document = """
        name: part
        x-workflow:
          outputs: { early: "{{ steps.first.outputs.v }}", late: "{{ steps.slow.outputs.v }}" }
        services:
          first: { x-step: { outputs: { v: { type: string, file: outputs/v } }, script: "printf early > outputs/v" } }
          slow:
            x-step:
              needs: [first]
              key: group/slow
              outputs: { v: { type: string, file: outputs/v } }
              script: |
                echo 3/10 > "$DXFLOW_PROGRESS"
                until test -e "$DXFLOW_WORK/go"; do sleep 0.05; done
                printf late > outputs/v
          odd: { x-step: { key: group/odd, script: "echo half > \"$DXFLOW_PROGRESS\"; sleep 600" } }
        """;

    [Fact]
    public async Task A_run_that_goes_on_shows_what_it_has_and_how_far_it_is()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("workflow", "create", home.Write("part.yaml", Document))).Expect(0);
        (await home.Run("workflow", "start", "part")).Expect(0);
        await Home.Until(async () => Text((await Step("group/slow")).GetProperty("progress")) == "3/10", "progress of slow");
        await Home.Until(async () => Text((await Step("group/odd")).GetProperty("detail")).Contains("'half'"), "a note about odd");

        Assert.Equal(["slow", "odd"], Names(await home.Run("workflow", "steps", "part", "group/", "-o", "json")));
        Assert.Equal(["first"], Names(await home.Run("workflow", "steps", "part", "--state", "succeeded,failed", "-o", "json")));
        Assert.Equal(["slow"], Names(await home.Run("workflow", "steps", "part/1", "group/", "--limit", "1", "-o", "json")));
        (await home.Run("workflow", "steps", "part", "--state", "faild")).Expect(2).Complains("did you mean 'failed'");
        (await home.Run("workflow", "steps", "part")).Expect(0).Says("3/10");
        (await home.Run("workflow", "show", "part")).Expect(0).Says("3/10");

        (await home.Run("workflow", "why", "part", "group/odd")).Expect(0).Says("odd running").Says("group/odd");

        var outputs = (await home.Run("workflow", "outputs", "part/1", "--so-far", "-o", "json")).Expect(0).Json;
        Assert.Equal("{\"early\":\"early\"}", outputs.GetProperty("values").GetRawText().Replace(" ", "").Replace("\n", ""));
        Assert.Equal(
            ["late: slow is running"],
            outputs.GetProperty("pending").EnumerateArray().Select(
                each => $"{Text(each.GetProperty("name"))}: {Text(each.GetProperty("why"))}"));
        (await home.Run("workflow", "outputs", "part", "--so-far")).Expect(0).Says("late: … (slow is running)");
        (await home.Run("workflow", "outputs", "part", "slow", "--so-far")).Expect(0).Says("slow.v: …");
        Assert.Equal(
            "early", Text((await home.Run("workflow", "outputs", "part", "first", "-o", "json")).Expect(0).Json
                .GetProperty("steps").GetProperty("first").GetProperty("v")));
        (await home.Run("workflow", "outputs", "part", "frist")).Expect(3).Complains("did you mean 'first'");
        (await home.Run("workflow", "kill", "part", "--yes")).Expect(0);

        async Task<JsonElement> Step(string key) => (await home.Run("workflow", "steps", "part", key, "-o", "json")).Expect(0).Json
            .GetProperty("items").EnumerateArray().FirstOrDefault(JsonDocument.Parse("""{"progress":"","detail":""}""").RootElement);
    }

    [Fact]
    public async Task Keys_are_shown_and_taken_as_the_tasks_see_them()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("keys.yaml", """
            name: keys
            services:
              shoot: { x-step: { workflow: shot, key: "s-{{ each.at }}", each: { at: [day, night] }, with: { at: "{{ each.at }}" } } }
              loop: { x-step: { repeat: { max: 2 }, script: 'echo "$DXFLOW_KEY"' } }
            x-workflows:
              shot:
                x-workflow: { inputs: { at: { type: string } } }
                services:
                  frame: { x-step: { key: "f-{{ workflow.inputs.at }}", script: 'echo "$DXFLOW_KEY"' } }
                  sound: { x-step: { script: 'echo "$DXFLOW_KEY"' } }
            """))).Expect(0);

        Assert.Equal(
            ["s-night", "s-night/f-night", "s-night/sound"],
            (await home.Run("workflow", "steps", "keys", "s-night", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
                .Select(item => Text(item.GetProperty("key"))).Order());
        (await home.Run("workflow", "steps", "keys", "s-night/f")).Expect(0).Says("s-night/f-night");
        Assert.Equal(["s-night/f-night", "s-night/sound"], await Written("s-night"));
        Assert.Equal(["s-night/f-night"], await Written("s-night/f-night"));
        Assert.Equal(["s-day/f-day", "s-day/sound"], await Written("shoot/0"));
        Assert.Equal(["loop/1"], await Written("loop/1"));
        Assert.Equal(["loop/0", "loop/1", "s-night/sound"], await Written("loop", "s-night/sound"));
        (await home.Run("workflow", "logs", "keys", "s-noon")).Expect(3).Complains("'s-noon'");
        (await home.Run("workflow", "why", "keys", "s-night/f-night")).Expect(0).Says("s-night/f-night");

        async Task<IEnumerable<string>> Written(params string[] names) =>
            [.. (await home.Run(["workflow", "logs", "keys", .. names, "-o", "json"])).Expect(0).Lines
                .Where(static line => line.TryGetProperty("text", out _)).Select(static line => Text(line.GetProperty("text"))).Order()];
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static IEnumerable<string> Names(Outcome list) =>
        [.. list.Expect(0).Json.GetProperty("items").EnumerateArray().Select(item => Text(item.GetProperty("name")))];
}
