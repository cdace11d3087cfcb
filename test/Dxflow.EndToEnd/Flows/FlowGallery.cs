using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>Runs documents of <c>examples/flows</c> and reads what they gave.</summary>
internal static class FlowGallery
{
    /// <summary>What gives the same wherever it runs; what processes give is held by name, each with what else it shows.</summary>
    private static readonly (string Name, string Values)[] Everywhere =
    [
        ("slices", """{"squares":[1,4,9,16],"total":30}"""),
        ("grid", """{"pairs":["pair-a1","pair-a2","pair-b1","pair-b2"],"zipped":["x=10","y=20"],"batches":[3,3,1]}"""),
        ("tolerate", """{"kept":[0,1,2,4,5,6,8,9],"holes":2}"""),
        ("pipelines", """{"energies":[-10,-2,-6]}"""),
        ("conditions", """{"answer":"tails"}"""),
        ("learning", """{"rounds":2,"accuracy":3}"""),
        ("nested", """{"all":[[0,1],[],[20,21,22]],"flat":[0,1,20,21,22],"sums":[1,0,63]}"""),
        ("volumes", """{"lines":1,"own":1}"""),
        ("keys", """{"sizes":"2 3 4 "}"""),
        ("object", """{"whole":{"name":"boxes","sides":[2,3,4],"inner":{"full":false}},"sides":[2,3,4]}"""),
        ("defaults", """{"line":"hello world!!","mood":"cheerful","more":"nothing more"}"""),
        ("python", """{"length":24,"first":"so it is","entries":"0.txt 1.txt 2.txt empty "}"""),
    ];

    /// <summary>All of them at once, on an engine that is up; <paramref name="document"/> names the file for a name.</summary>
    public static async Task GiveEverywhere(Home home, string runtime, Func<string, string> document)
    {
        var values = await Task.WhenAll(Everywhere.Select(async flow => flow with
        {
            Values = JsonSerializer.Serialize(
                (await home.Run("run", document(flow.Name), "--runtime", runtime, "-o", "json")).Expect(0).Json.GetProperty("values")),
        }));
        Assert.Equal(Everywhere, values);
    }

    /// <summary>The same document, each of whose tasks has an image: in a container nothing runs without one.</summary>
    public static string WithImage(string name, string image)
    {
        var lines = new List<string>();
        var services = -1;
        var all = File.ReadAllLines(Path.Combine(Home.Repository, Document(name)));
        for (var at = 0; at < all.Length; at++)
        {
            lines.Add(all[at]);
            var depth = all[at].Length - all[at].TrimStart().Length;
            services = all[at].Trim() == "services:" ? depth : depth <= services && all[at].Trim().Length > 0 ? -1 : services;
            if (services >= 0 && depth == services + 2 && !IsCall(all, at))
            {
                lines.Add($"{new string(' ', depth + 2)}image: {image}");
            }
        }

        return string.Join('\n', lines) + "\n";
    }

    private static bool IsCall(string[] lines, int service)
    {
        var depth = lines[service].Length - lines[service].TrimStart().Length;
        return lines.Skip(service + 1).TakeWhile(line => line.Length - line.TrimStart().Length > depth)
            .Any(static line => line.TrimStart().StartsWith("workflow:", StringComparison.Ordinal));
    }

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
