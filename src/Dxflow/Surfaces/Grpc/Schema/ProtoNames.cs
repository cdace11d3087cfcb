using System.Text.Json;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Grpc.Schema;

/// <summary>The catalog's names as protocol buffers write them: <c>workflow.start</c> is <c>dxflow.v1.Workflow/Start</c>.</summary>
internal static class ProtoNames
{
    public const string Package = "dxflow.v1";

    /// <summary>Of the record that a call begins with, where more follows.</summary>
    public const string Request = "request";

    /// <summary>Of what follows it.</summary>
    public const string Input = "input";

    public static string Service(Operation operation) => Pascal(operation.Noun);

    public static string Method(Operation operation) => string.Concat(operation.Verb.Split(' ').Select(Pascal));

    /// <summary>The message of a stream that a client sends: the request first, then what follows it.</summary>
    public static string Sent(Operation operation) => Service(operation) + Method(operation) + "Sent";

    /// <summary><c>sizeBytes</c> is <c>size_bytes</c>.</summary>
    public static string Field(string json)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(json);
        return Json(name) == json
            ? name
            : throw new InvalidOperationException($"'{json}' cannot be told from '{name}' of protocol buffers: choose another name.");
    }

    /// <summary>What every protobuf compiler makes of a field's name for JSON: the inverse.</summary>
    public static string Json(string field)
    {
        var parts = field.Split('_');
        return string.Concat(parts[0], string.Concat(parts.Skip(1).Select(Pascal)));
    }

    /// <summary>Values of an enum share the names of the whole package, so each carries its enum's name.</summary>
    public static string Value(string type, string json) =>
        JsonNamingPolicy.SnakeCaseUpper.ConvertName(type) + "_" + json.ToUpperInvariant();

    public static string ValueJson(string type, string value) =>
        value[(JsonNamingPolicy.SnakeCaseUpper.ConvertName(type).Length + 1)..].ToLowerInvariant();

    private static string Pascal(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];
}
