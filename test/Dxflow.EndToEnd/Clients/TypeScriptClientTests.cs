using System.Diagnostics;
using System.Text.Json;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Clients;

/// <summary>The generated client in TypeScript: compiled by the real compiler, and used from Node against the published engine.</summary>
public sealed class TypeScriptClientTests
{
    private static readonly string Node = Environment.GetEnvironmentVariable("DXFLOW_NODE")!;

    [Fact]
    public async Task The_client_compiles_and_a_workflow_lives_through_it_over_TLS()
    {
        await using var network = await NetworkHome.Boot();
        var compiled = Path.Combine(network.Home.Path, "client");
        await Tool.Run(
            Path.Combine(Node, "node_modules/.bin/tsc"), "", "-p", Path.Combine(Home.Repository, "sdk/typescript"), "--outDir", compiled);
        File.WriteAllText(Path.Combine(compiled, "package.json"), "{\"type\":\"module\"}");
        var token = (await network.Home.Run("engine", "token", "-o", "json")).Expect(0).Json.GetProperty("token").GetString()!;

        var seen = await Drive(network, Path.Combine(compiled, "client.js"), token);
        Assert.Equal("created", seen.GetProperty("created").GetString());
        Assert.True(seen.GetProperty("resumed").GetBoolean());
        Assert.Equal("[\"copied\"]", seen.GetProperty("lines").GetRawText());
        Assert.Equal("[\"hold\",\"copy\"]", seen.GetProperty("steps").GetRawText());
        Assert.Equal("hello", seen.GetProperty("copy").GetString());
        Assert.Equal("typed\n", seen.GetProperty("echoed").GetString());
        Assert.Equal(0, seen.GetProperty("exit").GetInt32());
        Assert.Equal("[true,\"missing\",404,true]", seen.GetProperty("failure").GetRawText());
    }

    private static async Task<JsonElement> Drive(NetworkHome network, string client, string token)
    {
        var script = Path.Combine(Home.Repository, "test/Dxflow.EndToEnd/Node/typescript.mjs");
        var start = new ProcessStartInfo("node", [script, client, network.Https, token])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_EXTRA_CA_CERTS"] = network.Authority;
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Home.Patience);
        var output = process.StandardOutput.ReadToEndAsync(late.Token);
        var error = process.StandardError.ReadToEndAsync(late.Token);
        await process.WaitForExitAsync(late.Token);
        Assert.True(process.ExitCode == 0, await error);
        return JsonDocument.Parse(await output).RootElement;
    }
}
