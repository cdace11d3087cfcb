using System.Text.Json;

namespace Dxflow.Sdk;

/// <summary>Artifacts as tasks are given them, paths, and as an engine tells of them, objects with <c>name path reference</c>.</summary>
internal static class ArtifactJson
{
    public static (string Path, string? Reference) Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return (reader.GetString()!, null);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("an artifact is the text of a path");
        }

        using var told = JsonDocument.ParseValue(ref reader);
        var path = Text(told.RootElement, "path") ?? Text(told.RootElement, "name")
            ?? throw new JsonException("an artifact without a path");
        return (path, Text(told.RootElement, "reference"));
    }

    private static string? Text(JsonElement told, string name) =>
        told.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
