using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Outputs;

/// <summary>
/// Outputs of a slice of which some are too large for the journal. Those are not under their names but under a name that no output can
/// have, so that nothing a program writes can pass for one; and a value that was read from there knows it, so that who hands it on hands
/// on where it lies.
/// </summary>
internal static class LargeOutputs
{
    /// <summary>No output can be called so.</summary>
    public const string Member = "$large";

    public const int TogetherMax = 4 << 20;
    private const int CharactersMax = 64 << 10;
    private const int CharactersMin = 1 << 10;

    private static readonly ConditionalWeakTable<FlowValue, LargeOutput> Known = [];

    /// <summary>Longer texts lie in the store, and so does what is too much together with those before it.</summary>
    public static bool IsSmall(int characters, long together) =>
        characters <= CharactersMin || (characters <= CharactersMax && together <= TogetherMax);

    /// <summary>Where a value lies, if it was read from there.</summary>
    public static LargeOutput? Of(FlowValue value) => Known.TryGetValue(value, out var large) ? large : null;

    /// <summary>The large one of this name among a slice's outputs.</summary>
    public static LargeOutput? Find(JsonElement outputs, string name) =>
        outputs.ValueKind == JsonValueKind.Object && outputs.TryGetProperty(Member, out var all) && all.TryGetProperty(name, out var one)
            ? Read(one) : null;

    /// <summary>All large ones among a slice's outputs, by their names.</summary>
    public static IEnumerable<KeyValuePair<string, LargeOutput>> In(JsonElement outputs) =>
        outputs.ValueKind == JsonValueKind.Object && outputs.TryGetProperty(Member, out var all)
            ? all.EnumerateObject().Select(static one => KeyValuePair.Create(one.Name, Read(one.Value))) : [];

    /// <summary>The value that lies there, which knows it from then on.</summary>
    /// <exception cref="FlowException">It is not of the type.</exception>
    public static FlowValue Value(LargeOutput large, ReadOnlyMemory<byte> text, FlowType type)
    {
        using var document = JsonDocument.Parse(text, FlowJsonReader.Options);
        var value = FlowJsonReader.Read(document.RootElement, type);
        Known.AddOrUpdate(value, large);
        return value;
    }

    /// <summary>A slice's outputs as they are journaled.</summary>
    public static JsonElement Element(
        IEnumerable<KeyValuePair<string, FlowValue>> small, IReadOnlyCollection<KeyValuePair<string, LargeOutput>> large)
    {
        var outputs = FlowJson.Element(small, FlowJsonForm.Stored);
        if (large.Count == 0)
        {
            return outputs;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in outputs.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(member.Value.GetRawText());
            }

            writer.WriteStartObject(Member);
            foreach (var (name, one) in large)
            {
                writer.WriteStartObject(name);
                writer.WriteString("sha256", one.Sha256);
                writer.WriteNumber("size", one.Size);
                writer.WriteString("type", one.Type);
                writer.WriteBoolean("holds", one.HoldsArtifacts);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, FlowJsonReader.Options);
        return document.RootElement.Clone();
    }

    /// <summary>Outputs with another value for one of them, as JSON.</summary>
    public static void Set(JsonObject outputs, string name, JsonNode? value)
    {
        outputs[name] = value;
        (outputs[Member] as JsonObject)?.Remove(name);
    }

    /// <summary>As people see them: in the place of a large one the file in which it lies.</summary>
    public static JsonNode? Shown(JsonElement outputs)
    {
        var shown = JsonNode.Parse(outputs.GetRawText());
        foreach (var (name, large) in In(outputs))
        {
            shown![name] = new JsonObject
            {
                ["sha256"] = large.Sha256,
                ["kind"] = "file",
                ["name"] = $"{name}.json",
                ["size"] = large.Size,
            };
        }

        (shown as JsonObject)?.Remove(Member);
        return shown;
    }

    private static LargeOutput Read(JsonElement json) => new(
        json.GetProperty("sha256").GetString()!, json.GetProperty("size").GetInt64(), json.GetProperty("type").GetString()!,
        json.GetProperty("holds").GetBoolean());
}
