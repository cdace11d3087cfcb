using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dxflow.Foundation.Values;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Stored;

namespace Dxflow.Workflows.Exports;

/// <summary>
/// Takes the secrets out of a document: where one stands, a variable is put that has to be set (<c>${NAME:?…}</c>), so that who has the
/// secrets can make the same workflow again. It is called as the variable that brought it, else as the one it is given to. Where no
/// variable is resolved (in a script, within a reference) a secret becomes <see cref="FlowJson.Masked"/>.
/// </summary>
internal sealed partial class SecretVariables
{
    private const string Missing = "a secret, which is not exported";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _used = new(StringComparer.Ordinal);
    private readonly SecretMask _mask;
    private readonly string[] _texts;

    /// <param name="secrets">Every secret text of the document's plan.</param>
    /// <param name="variables">Variables with a secret's name, by which a text may have come.</param>
    public SecretVariables(IReadOnlyCollection<string> secrets, IEnumerable<KeyValuePair<string, string>> variables)
    {
        _mask = new SecretMask(secrets);
        _texts = [.. secrets.Where(text => _mask.Of(text) == FlowJson.Masked).OrderByDescending(static text => text.Length)];
        foreach (var (name, value) in variables.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (value.Length > 0 && SecretNames.Match(name) && Name().IsMatch(name))
            {
                _names.TryAdd(value, name);
            }
        }
    }

    /// <summary>The variables that have been put in, as far as the document has been walked.</summary>
    public IReadOnlyList<string> Used => [.. _used];

    /// <summary>A document without its secrets; the given one is not changed.</summary>
    public JsonObject Of(JsonObject document)
    {
        // Names first: whatever stands before may hold the same text.
        foreach (var (name, value) in (document["services"] as JsonObject ?? []).Select(static service => service.Value?["environment"])
            .OfType<JsonObject>().SelectMany(static variables => variables).Where(static pair => IsSecret(pair.Key, pair.Value)))
        {
            Named(Plain(value!), name);
        }

        return (JsonObject)Of(document, "")!;
    }

    private JsonNode? Of(JsonNode? value, string key) => value switch
    {
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Member(map, key, entry.Key, entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => Of(item, key))]),
        JsonValue text when key is "script" or "interpreter" =>
            Text(text) is { } script ? JsonValue.Create(_mask.Of(script)) : text.DeepClone(),
        JsonValue text when Text(text) is { } known => JsonValue.Create(Replaced(known)),
        JsonValue number when _texts.Contains(number.ToString()) => Variable(number.ToString(), ""),
        _ => value?.DeepClone(),
    };

    private JsonNode? Member(JsonObject map, string key, string name, JsonNode? value) =>
        key == "environment" && IsSecret(name, value) ? Whole(value!, name)
        : name == "default" && value is JsonValue && map["type"]?.ToString() is "secret" or "secret?" ? Whole(value!, key)
        : Of(value, name);

    private static bool IsSecret(string name, JsonNode? value) => value is JsonValue given && SecretNames.Match(name)
        && !given.ToString().Contains("{{", StringComparison.Ordinal) && given.ToString().Length > 0;

    private static string? Text(JsonValue value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A value that is secret as a whole, however short; dollars were doubled in it.</summary>
    private JsonValue Whole(JsonNode value, string name) => Variable(Plain(value), name);

    private static string Plain(JsonNode value) => value.ToString().Replace("$$", "$", StringComparison.Ordinal);

    private JsonValue Variable(string secret, string name) => JsonValue.Create(Reference(secret, name))!;

    private string Reference(string secret, string wanted)
    {
        var name = Named(secret, wanted);
        _used.Add(name);
        return $"${{{name}:?{Missing}}}";
    }

    private string Named(string secret, string wanted)
    {
        if (!_names.TryGetValue(secret, out var name))
        {
            name = Name().IsMatch(wanted) ? wanted : "SECRET";
            for (var next = 2; _names.ContainsValue(name); next++)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{(Name().IsMatch(wanted) ? wanted : "SECRET")}_{next}");
            }

            _names.Add(secret, name);
        }

        return name;
    }

    /// <summary>In one pass, so that no secret is looked for in what was put in for another.</summary>
    private string Replaced(string text)
    {
        if (!_texts.Any(secret => new[] { secret, Doubled(secret) }.Any(form => text.Contains(form, StringComparison.Ordinal))))
        {
            return text;
        }

        var replaced = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var end = text.AsSpan(at).StartsWith("{{", StringComparison.Ordinal) ? text.IndexOf("}}", at, StringComparison.Ordinal) : -1;
            if (end > 0)
            {
                replaced.Append(_mask.Of(text[at..(end + 2)]));
                at = end + 2;
            }
            else if (Array.Find(_texts, secret => text.AsSpan(at).StartsWith(Doubled(secret), StringComparison.Ordinal)) is { } found)
            {
                replaced.Append(Reference(found, ""));
                at += Doubled(found).Length;
            }
            else
            {
                // A doubled dollar is one letter: its second half begins nothing.
                var taken = text.AsSpan(at).StartsWith("$$", StringComparison.Ordinal) ? 2 : 1;
                replaced.Append(text, at, taken);
                at += taken;
            }
        }

        return replaced.ToString();
    }

    private static string Doubled(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Name();
}
