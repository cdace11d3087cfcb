using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>Runs documents of <c>examples/flows</c> and reads what they gave.</summary>
internal static class FlowGallery
{
    /// <summary>The values of a run of its own engine, which ends with it.</summary>
    public static async Task Gives(string name, string values, params string[] inputs)
    {
        await using var home = new Home();

        var run = (await home.Run(["run", Document(name), .. Given(inputs), "-o", "json"])).Expect(0);

        Same(values, run.Json.GetProperty("values"));
    }

    public static string Document(string name) => $"examples/flows/{name}.yaml";

    public static IEnumerable<string> Given(IEnumerable<string> inputs) => inputs.SelectMany(static input => (string[])["-p", input]);

    public static void Same(string expected, JsonElement given) => Assert.Equal(
        JsonSerializer.Serialize(JsonDocument.Parse(expected).RootElement), JsonSerializer.Serialize(given));

    /// <summary>Steps, or slices whose key begins so, by key: with their states.</summary>
    public static async Task<Dictionary<string, string>> States(Home home, string workflow, params string[] choice) =>
        (await Rows(home, workflow, choice)).ToDictionary(Key, static row => row.GetProperty("state").GetString()!);

    public static async Task<List<JsonElement>> Rows(Home home, string workflow, params string[] choice) =>
    [
        .. (await home.Run(["workflow", "steps", workflow, .. choice, "-o", "json"])).Expect(0).Json.GetProperty("items").EnumerateArray(),
    ];

    public static string Key(JsonElement row) => row.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String
        ? key.GetString()! : row.GetProperty("name").GetString()!;

    /// <summary>What happened to steps, as "started show", in the order in which it was written down; slices by their number.</summary>
    public static async Task<List<string>> Story(Home home, string workflow) =>
    [
        .. (await home.Run("workflow", "events", workflow, "-o", "json")).Expect(0).Lines
            .Where(static e => e.TryGetProperty("step", out var step) && step.ValueKind == JsonValueKind.String)
            .Select(static e => $"{e.GetProperty("event").GetString()} {e.GetProperty("step").GetString()}"
                + (e.TryGetProperty("slice", out var slice) && slice.ValueKind == JsonValueKind.Number ? $"#{slice.GetInt32()}" : "")),
    ];

    public static void Before(string first, string then, List<string> story)
    {
        Assert.True(story.Contains(first) && story.Contains(then), $"{first}, {then}: not both in\n{string.Join('\n', story)}");
        Assert.True(story.IndexOf(first) < story.IndexOf(then), $"{first} is not before {then} in\n{string.Join('\n', story)}");
    }
}
