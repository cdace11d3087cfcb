using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Clients;

/// <summary>What the engine answers is what its OpenAPI document says, judged by an outside validator of JSON Schema.</summary>
public sealed class AnswerTests
{
    private static readonly string[][] Asked =
    [
        ["engine", "info"], ["engine", "ping"], ["engine", "stat"], ["key", "list"], ["audit", "list"], ["audit", "verify"],
        ["workflow", "list"], ["workflow", "show", "hello"], ["workflow", "runs", "hello"], ["workflow", "steps", "hello"],
        ["workflow", "services", "hello"], ["workflow", "outputs", "hello"], ["workflow", "wait", "hello"], ["workflow", "stats", "hello"],
        ["workflow", "why", "hello"], ["workflow", "start", "idle"], ["workflow", "stop", "idle"], ["workflow", "start", "idle"],
        ["workflow", "restart", "idle"], ["workflow", "stats", "idle"], ["workflow", "services", "idle"],
        ["workflow", "kill", "idle", "--yes"], ["workflow", "prune", "--yes"], ["workflow", "remove", "idle", "--yes"],
        ["artifact", "keep", "artifact:file/" + Zeros + "/x"],
        ["object", "create", "data"], ["object", "list"], ["object", "show", "data"], ["object", "verify"],
        ["object", "move", "data", "moved"], ["object", "copy", "moved", "copied"], ["object", "remove", "copied", "--yes"],
    ];

    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public async Task Answers_fit_their_schemas_and_a_schema_that_is_none_is_noticed()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", "examples/hello/compose.yaml")).Expect(0);
        var idle = home.Write("idle.yaml", "name: idle\nservices: { wait: { command: [sleep, \"600\"] } }\n");
        (await home.Run("workflow", "create", idle)).Expect(0);
        (await home.Run("key", "generate", "ann")).Expect(0);
        (await home.Run("key", "register", Path.Combine(home.Path, "keys/ann.pub"), "-p", "WORKFLOW")).Expect(0);
        var answers = new JsonArray();
        foreach (var command in Asked)
        {
            var answer = JsonNode.Parse((await home.Run([.. command, "-o", "json"])).Expect(0).Output);
            answers.Add(new JsonObject { ["operation"] = $"{command[0]}.{command[1]}", ["answer"] = answer });
        }

        var text = (await home.Run("engine", "openapi")).Expect(0).Output;
        Assert.Equal("[]", (await Judge(home.Write("openapi.json", text), answers)).Trim());

        answers.Add(new JsonObject { ["operation"] = "workflow.list", ["answer"] = JsonNode.Parse("{\"items\":[{\"name\":1}]}") });
        var wrong = JsonDocument.Parse(await Judge(home.Write("openapi.json", text), answers)).RootElement;
        Assert.Equal("workflow.list", Assert.Single(wrong.EnumerateArray()).GetProperty("operation").GetString());
        var broken = home.Write("broken.json", text.Replace("\"boolean\"", "\"bool\""));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Judge(broken, []));
    }

    private static Task<string> Judge(string document, JsonArray answers) => Tool.Text(
        "node", answers.ToJsonString(), Path.Combine(Home.Repository, "test/Dxflow.EndToEnd/Node/schemas.mjs"), document);
}
