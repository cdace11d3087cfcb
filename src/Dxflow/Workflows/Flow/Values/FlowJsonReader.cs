using Dxflow.Artifacts;
using System.Text.Json;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Values;

/// <summary>
/// Reads JSON as a value of a declared type; strict: a float may be written as an int, nothing else is converted. What does not
/// fit is a <see cref="FlowException"/> that names the path inside the JSON. Depth is bounded by <see cref="DepthMax"/>.
/// </summary>
internal static class FlowJsonReader
{
    public const int DepthMax = 64;

    public static readonly JsonDocumentOptions Options = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    /// <summary>Reads text that must be one JSON value.</summary>
    public static FlowValue Parse(string text, FlowType type)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return Read(document.RootElement, type);
        }
        catch (JsonException refused)
        {
            var hint = text.Contains("NaN", StringComparison.Ordinal) || text.Contains("Infinity", StringComparison.Ordinal)
                ? "NaN and infinities are no JSON: write null" : null;
            throw new FlowException(FlowErrorKind.Value, $"this is no JSON: {Reason(refused)}", hint);
        }
    }

    public static FlowValue Read(JsonElement json, FlowType type) => Read(json, type, "");

    private static FlowValue Read(JsonElement json, FlowType type, string path)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return type.Optional || type.Kind == FlowKind.Nothing ? FlowValue.Null
                : throw new FlowException(FlowErrorKind.Null, $"null where {type.Noun} is wanted{Where(path)}", $"declare it as '{type}?'");
        }

        FlowValue? value = type.Kind switch
        {
            FlowKind.Json => Free(json, path),
            FlowKind.String => json.ValueKind == JsonValueKind.String ? new StringValue(Text(json, path)) : null,
            FlowKind.Secret => json.ValueKind == JsonValueKind.String ? new SecretValue(Text(json, path)) : null,
            FlowKind.Bool => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? BoolValue.Of(json.GetBoolean()) : null,
            FlowKind.Int => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var whole) ? new IntValue(whole) : null,
            FlowKind.Float => json.ValueKind == JsonValueKind.Number ? new FloatValue(Finite(json, path)) : null,
            FlowKind.File or FlowKind.Dir => Artifact(json, type.Kind),
            FlowKind.List => json.ValueKind == JsonValueKind.Array ? List(json, type.Element!, path) : null,
            FlowKind.Map => json.ValueKind == JsonValueKind.Object ? Map(json, type.Element!, path) : null,
            _ => null,
        };
        return value ?? throw new FlowException(FlowErrorKind.Type, $"{Word(json)} where {type.Noun} is wanted{Where(path)}");
    }

    private static FlowValue Free(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Null => FlowValue.Null,
        JsonValueKind.True or JsonValueKind.False => BoolValue.Of(json.GetBoolean()),
        JsonValueKind.String => new StringValue(Text(json, path)),
        JsonValueKind.Number => Number(json, path),
        JsonValueKind.Array => new ListValue([.. json.EnumerateArray().Select((item, i) => Free(item, $"{path}[{i}]"))]),
        _ => new MapValue(Members(json, path, Free)),
    };

    private static FlowValue Number(JsonElement json, string path)
    {
        if (json.TryGetInt64(out var whole))
        {
            return new IntValue(whole);
        }

        return json.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? new FloatValue(Finite(json, path))
            : throw new FlowException(FlowErrorKind.Overflow, $"{json.GetRawText()} does not fit 64 bits{Where(path)}");
    }

    private static double Finite(JsonElement json, string path) => json.TryGetDouble(out var value) && double.IsFinite(value) ? value
        : throw new FlowException(FlowErrorKind.Overflow, $"{json.GetRawText()} is beyond the floats{Where(path)}");

    private static string Text(JsonElement json, string path)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FlowException(FlowErrorKind.Value, $"a text holds half a character (a lone surrogate){Where(path)}");
        }
    }

    private static ListValue List(JsonElement json, FlowType element, string path)
    {
        var items = new List<FlowValue>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
        {
            items.Add(Read(item, element, $"{path}[{items.Count}]"));
        }

        return new ListValue(items);
    }

    private static MapValue Map(JsonElement json, FlowType element, string path) =>
        new(Members(json, path, (item, at) => Read(item, element, at)));

    private static OrderedDictionary<string, FlowValue> Members(JsonElement json, string path, Func<JsonElement, string, FlowValue> read)
    {
        var items = new OrderedDictionary<string, FlowValue>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            items[member.Name] = read(member.Value, $"{path}.{member.Name}");
        }

        return items;
    }

    private static ArtifactValue? Artifact(JsonElement json, FlowKind kind)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("size", out var size) || size.ValueKind != JsonValueKind.Number
            || !size.TryGetInt64(out var bytes)
            || Member(json, "sha256") is not { } sha256 || Member(json, "kind") is not { } word || Member(json, "name") is not { } name)
        {
            return null;
        }

        var executable = json.TryGetProperty("executable", out var flag) && flag.ValueKind == JsonValueKind.True;
        return json.GetPropertyCount() == (executable ? 5 : 4) && word == (kind == FlowKind.Dir ? "dir" : "file")
            ? new ArtifactValue(
                sha256, kind == FlowKind.Dir ? ArtifactKind.Dir : ArtifactKind.File, name, bytes, Executable: executable)
            : null;
    }

    private static string? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Word(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text {FlowText.Show(new StringValue(json.GetRawText().Trim('"')))}",
        JsonValueKind.Number => json.GetRawText(),
        _ => json.GetRawText(),
    };

    private static string Where(string path) => path.Length == 0 ? "" : $" at {(path[0] == '.' ? path[1..] : path)}";

    // The framework's message ends with a position in its own words; ours is one-based like every other place.
    private static string Reason(JsonException refused)
    {
        var cut = refused.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = (cut < 0 ? refused.Message : refused.Message[..cut]).TrimEnd('.', ' ');
        return refused.LineNumber is { } line ? $"{text} (line {line + 1}, byte {refused.BytePositionInLine + 1})" : text;
    }
}
