using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Engine;

/// <summary>The document of the published engine, judged by an outside validator against OpenAPI's own schema.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_is_valid_OpenAPI_and_describes_the_engine_that_answers()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var text = (await home.Run("engine", "openapi")).Expect(0).Output;
        var file = home.Write("openapi.json", text);

        Assert.True(JsonDocument.Parse(await Validate(file)).RootElement.GetProperty("valid").GetBoolean());
        var broken = home.Write("broken.json", text.Replace("\"operationId\"", "\"operation_id\""));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Validate(broken));

        var document = JsonDocument.Parse(text).RootElement;
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        var version = (await home.Run("version", "-o", "json")).Expect(0).Json.GetProperty("version").GetString();
        Assert.Equal(version, document.GetProperty("info").GetProperty("version").GetString());
        Assert.Equal("engine.ping", document.GetProperty("paths").GetProperty("/api/engine/ping").GetProperty("get")
            .GetProperty("operationId").GetString());
    }

    private static Task<string> Validate(string file) => Tool.Text(
        "node", "", Path.Combine(Environment.GetEnvironmentVariable("DXFLOW_NODE")!, "node_modules/.bin/validate-api"), file);
}
