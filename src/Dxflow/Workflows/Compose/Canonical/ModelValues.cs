using Dxflow.Foundation.Values;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Merging;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Variables;
using Dxflow.Workflows.Flow;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Dxflow.Workflows.Compose.Canonical;

/// <summary>
/// Values of a document as the canonical model has them: variables resolved, numbers as numbers, keys in order. A dollar sign is
/// written twice, so that the model is itself a document that says the same.
/// </summary>
internal sealed class ModelValues(Interpolation interpolation, bool isExact = false)
{
    private readonly PairForms _forms = new(interpolation);

    /// <summary>See <see cref="CanonicalModel"/>.</summary>
    public bool IsExact => isExact;

    /// <summary>In the document's order where that is kept.</summary>
    public JsonObject Ordered(IEnumerable<KeyValuePair<string, JsonNode?>> entries) =>
        isExact ? new JsonObject(entries) : Sorted(entries);

    public static JsonObject Sorted(IEnumerable<KeyValuePair<string, JsonNode?>> entries) =>
        new(entries.OrderBy(static entry => entry.Key, StringComparer.Ordinal));

    public static JsonNode Text(string text) => JsonValue.Create(text.Replace("$", "$$", StringComparison.Ordinal));

    /// <summary>
    /// References as they are written, and what stands beside them. Of a step, braces that are no reference (a variable brought them in)
    /// are written so that they stay none.
    /// </summary>
    public static JsonNode Text(Template template, bool inStep = false) => JsonValue.Create(string.Concat(template.Parts.Select(
        part => part.IsExpression ? $"{{{{ {part.Text} }}}}" : Literal(part.Text, inStep))));

    private static string Literal(string text, bool inStep)
    {
        text = text.Replace("$", "$$", StringComparison.Ordinal);
        return inStep ? text.Replace("{{", "{{ '{{' }}", StringComparison.Ordinal) : text;
    }

    /// <summary>A value of one of Compose's keys.</summary>
    public JsonNode? Of(Node node, KeyTable<ModelForm>? table) => (table?.Value, node) switch
    {
        (_, ScalarNode { IsNull: true }) => null,
        (ModelForm.Names, ListNode) when _forms.Names(node) is { } names => Of(names, table),
        (ModelForm.Pairs, _) when _forms.Pairs(node) is { } pairs => Map(pairs, static (_, _) => null),
        (ModelForm.Hosts, _) when _forms.Hosts(node) is { } hosts => Hosts(hosts),
        (ModelForm.List, ScalarNode text) => new JsonArray(Scalar(text, null)),
        (var form, ScalarNode scalar) => Scalar(scalar, form),
        (_, ListNode list) => new JsonArray([.. list.Items.Select(item => Of(item, table?.Items))]),
        (_, MapNode map) => Map(map, (key, _) => table?.Below(key)),
        _ => null,
    };

    /// <summary>A value below a key of ours or of anybody else, as it stands.</summary>
    public JsonNode? Free(Node node, bool verbatim = false, bool inStep = false) => node switch
    {
        MapNode map => Ordered(map.Entries.Select(
            entry => KeyValuePair.Create(entry.Key.Text, Free(entry.Value, entry.Key.Text is "script" or "interpreter", inStep)))),
        ListNode list => new JsonArray([.. list.Items.Select(item => Free(item, verbatim, inStep))]),
        ScalarNode { IsNull: true } => null,
        ScalarNode scalar when verbatim => JsonValue.Create(scalar.Text),
        ScalarNode scalar when scalar.TryGetBool(out var flag) => JsonValue.Create(flag),
        ScalarNode scalar when scalar.TryGetInt(out var whole) => JsonValue.Create(whole),
        ScalarNode scalar when scalar.TryGetFloat(out var number) && double.IsFinite(number) => JsonValue.Create(number),
        ScalarNode scalar => Text(interpolation.ToTemplate(scalar), inStep),
        _ => null,
    };

    /// <summary>A duration as Go writes it, which is how Compose shows one.</summary>
    public static string Duration(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1))
        {
            return time == TimeSpan.Zero ? "0s" : time.TotalMilliseconds.ToString("0.######", CultureInfo.InvariantCulture) + "ms";
        }

        var seconds = (time.TotalSeconds % 60).ToString("0.#######", CultureInfo.InvariantCulture) + "s";
        return time.TotalMinutes < 1 ? seconds
            : time.TotalHours < 1 ? $"{(long)time.TotalMinutes}m{seconds}"
            : $"{(long)time.TotalHours}h{time.Minutes}m{seconds}";
    }

    private JsonObject Map(MapNode map, Func<string, Node, KeyTable<ModelForm>?> below) => Ordered(
        map.Entries.Select(entry => KeyValuePair.Create(
            entry.Key.Text,
            entry.Key.Text.StartsWith("x-", StringComparison.Ordinal)
                ? Free(entry.Value)
                : Of(entry.Value, below(entry.Key.Text, entry.Value)))));

    private JsonArray Hosts(ListNode hosts)
    {
        var lines = hosts.Items.OfType<ScalarNode>().Select(interpolation.ToText);
        return new JsonArray([.. lines.Select(static line => line.AsSpan().IndexOfAny('=', ':') is var at and >= 0
            ? Text($"{line[..at]}={line[(at + 1)..].Trim('[', ']')}") : Text(line))]);
    }

    private JsonNode Scalar(ScalarNode scalar, ModelForm? form)
    {
        var text = interpolation.ToText(scalar);
        return form switch
        {
            ModelForm.Bool when CoreSchema.TryGetBool(text, out var flag) => JsonValue.Create(flag),
            ModelForm.Whole when CoreSchema.TryGetInt(text, out var whole) => JsonValue.Create(whole),
            ModelForm.Number when CoreSchema.TryGetFloat(text, out var number) => JsonValue.Create(number),
            ModelForm.Duration when Durations.TryParse(text, out var time, out _) => Text(Duration(time)),
            ModelForm.Size when ByteSize.TryParse(text, out var bytes, out _) =>
                Text(bytes.ToString(CultureInfo.InvariantCulture)),
            _ => Text(text),
        };
    }
}
