using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Stored;

/// <summary>
/// The one way in which secrets are hidden in what is shown: wherever such a text stands it becomes <see cref="FlowJson.Masked"/>.
/// Of a secret of several lines each line is hidden as well, because logs come line by line.
/// </summary>
internal sealed class SecretMask
{
    /// <summary>
    /// Shorter texts are everywhere: masking them would make logs unreadable, and give them away by where they are missing.
    /// </summary>
    public const int CharactersMin = 4;

    public static readonly SecretMask None = new([]);

    /// <summary>Values of switches like <c>KEY_CHECK=true</c>: they are no secrets, and stand in every log.</summary>
    private static readonly HashSet<string> Harmless = new(["true", "false", "none", "null"], StringComparer.OrdinalIgnoreCase);

    private readonly string[] _texts;

    public SecretMask(IEnumerable<string> secrets) =>
        _texts = [.. secrets.SelectMany(Forms).Distinct(StringComparer.Ordinal).OrderByDescending(static text => text.Length)];

    /// <summary>How many texts it hides.</summary>
    public int Count => _texts.Length;

    /// <summary>The secrets within a value of the flow.</summary>
    public static IEnumerable<string> In(FlowValue value) => value switch
    {
        SecretValue secret => [secret.Reveal],
        ListValue list => list.Items.SelectMany(In),
        MapValue map => map.Items.Values.SelectMany(In),
        _ => [],
    };

    /// <summary>This mask with more secrets; itself if it hides them already.</summary>
    public SecretMask With(IReadOnlyCollection<string> more) =>
        more.SelectMany(Forms).All(_texts.Contains) ? this : new SecretMask([.. _texts, .. more]);

    public SecretMask With(SecretMask other) => With(other._texts);

    public string Of(string text) =>
        _texts.Aggregate(text, static (masked, secret) => masked.Replace(secret, FlowJson.Masked, StringComparison.Ordinal));

    /// <summary>Lines with newlines between them: each is masked by itself, so that no line goes.</summary>
    public string OfLines(string text) => ReferenceEquals(Of(text), text) ? text : string.Join('\n', text.Split('\n').Select(Of));

    /// <summary>A text of which the end was cut off: what the cut has left of a secret is hidden too.</summary>
    public string OfCut(string text)
    {
        text = Of(text);
        var left = _texts.Select(secret => Beginning(text, secret)).DefaultIfEmpty().Max();
        return left > 0 ? text[..^left] + FlowJson.Masked : text;
    }

    /// <summary>A value with every text in it masked; names of properties are the document's and stay.</summary>
    public JsonNode? Of(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Of(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Of)]),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => JsonValue.Create(Of(text.GetValue<string>())),
        _ => value?.DeepClone(),
    };

    /// <summary>How much of a secret's beginning a text ends with.</summary>
    private static int Beginning(string text, string secret)
    {
        for (var length = Math.Min(secret.Length - 1, text.Length); length > 0; length--)
        {
            if (text.AsSpan().EndsWith(secret.AsSpan(0, length), StringComparison.Ordinal))
            {
                return length;
            }
        }

        return 0;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        IEnumerable<string> forms = secret.Contains('\n', StringComparison.Ordinal)
            ? secret.Split('\n', StringSplitOptions.TrimEntries).Prepend(secret)
            : [secret];
        return forms.Where(static text => text.Length >= CharactersMin && !Harmless.Contains(text));
    }
}
