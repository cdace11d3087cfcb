using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.EndToEnd.Support;

namespace Dxflow.EndToEnd.Grpc;

/// <summary>One call for the real client; what is not said is left to it.</summary>
internal sealed record GrpcCall(
    string Method, JsonArray? Send = null, int? Timeout = null, int? CancelAfter = null, int? EndAfter = null, JsonObject? Metadata = null)
{
    public GrpcCall(string method, JsonNode message)
        : this(method, new JsonArray(message))
    {
    }

    public JsonObject Json()
    {
        var call = new JsonObject { ["method"] = Method, ["send"] = Send ?? [new JsonObject()] };
        foreach (var (name, value) in ((string, int?)[])[("timeout", Timeout), ("cancelAfter", CancelAfter), ("endAfter", EndAfter)])
        {
            if (value is not null)
            {
                call[name] = value;
            }
        }

        if (Metadata is not null)
        {
            call["metadata"] = Metadata;
        }

        return call;
    }
}

/// <summary>What came of it: the messages, and the status with its details.</summary>
internal sealed record GrpcResult(JsonElement Json)
{
    public int Code => Json.GetProperty("code").GetInt32();

    public string Text => Json.GetProperty("text").GetString()!;

    public IReadOnlyList<JsonElement> Messages => [.. Json.GetProperty("messages").EnumerateArray()];

    public string? Reason => Detail("ErrorInfo")?.GetProperty("reason").GetString();

    public string? Hint => Detail("Help")?.GetProperty("links")[0].GetProperty("description").GetString();

    public IReadOnlyList<JsonElement> Violations =>
        Detail("BadRequest") is { } bad ? [.. bad.GetProperty("violations").EnumerateArray()] : [];

    private JsonElement? Detail(string name) => Json.TryGetProperty(name, out var detail) ? detail : null;
}

/// <summary>@grpc/grpc-js, driven by a script: at an engine's socket, or at an address with the authority that it is trusted by.</summary>
internal sealed class GrpcClient(string target, string? authority = null, string? token = null)
{
    private static readonly string Node = Path.Combine(Home.Repository, "test/Dxflow.EndToEnd/Node");

    public static string Modules => Path.Combine(Environment.GetEnvironmentVariable("DXFLOW_NODE")!, "node_modules");

    public static readonly string Protocol = Path.Combine(Home.Repository, "src/Dxflow/Surfaces/Grpc/Protocol");

    public static readonly string Reference = Path.Combine(Home.Repository, "docs/reference");

    public static GrpcClient At(Home home) => new("unix:" + Path.Combine(home.Path, "engine-grpc.sock"));

    public async Task<GrpcResult> Call(GrpcCall call) => (await Calls(call))[0];

    public Task<GrpcResult> Call(string method, JsonNode message) => Call(new GrpcCall(method, message));

    public Task<IReadOnlyList<GrpcResult>> Calls(params GrpcCall[] calls) => Run(new JsonObject
    {
        ["protos"] = new JsonArray("dxflow.proto", "grpc/health/v1/health.proto"),
        ["calls"] = new JsonArray([.. calls.Select(static call => call.Json())]),
    });

    /// <summary>One after another, each again where the engine says that this is too often.</summary>
    public Task<IReadOnlyList<GrpcResult>> Patiently(params GrpcCall[] calls) => Run(new JsonObject
    {
        ["protos"] = new JsonArray("dxflow.proto", "grpc/health/v1/health.proto"),
        ["patient"] = true,
        ["calls"] = new JsonArray([.. calls.Select(static call => call.Json())]),
    });

    /// <summary>All at once, on one connection.</summary>
    public Task<IReadOnlyList<GrpcResult>> Together(params GrpcCall[] calls) => Run(new JsonObject
    {
        ["protos"] = new JsonArray("dxflow.proto", "grpc/health/v1/health.proto"),
        ["together"] = true,
        ["calls"] = new JsonArray([.. calls.Select(static call => call.Json())]),
    });

    /// <summary>With nothing but what the engine tells about itself; the first result is what it told.</summary>
    public Task<IReadOnlyList<GrpcResult>> Reflected(string version, params GrpcCall[] calls) => Run(new JsonObject
    {
        ["reflect"] = version,
        ["calls"] = new JsonArray([.. calls.Select(static call => call.Json())]),
    });

    private async Task<IReadOnlyList<GrpcResult>> Run(JsonObject input)
    {
        input["target"] = target;
        input["ca"] = authority;
        input["include"] = new JsonArray(Reference, Protocol);
        input["metadata"] = token is null ? [] : new JsonObject { ["authorization"] = "Bearer " + token };
        var output = await Tool.Text("env", input.ToJsonString(), "NODE_PATH=" + Modules, "node", Path.Combine(Node, "grpc.cjs"));
        return [.. JsonDocument.Parse(output).RootElement.EnumerateArray().Select(static one => new GrpcResult(one))];
    }
}
