using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Dxflow.Artifacts;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// What decides the result of a slice, part by part, each with a name that people know: of two slices in which all parts are the same, the
/// result is. Artifacts are told by their content, secrets not at all. <see cref="Reference"/> is how an image or a program is called,
/// <see cref="Made"/> which one that was, where it is known: then only that counts.
/// </summary>
internal sealed class TaskDigest(string what, string? reference, string? made)
{
    /// <summary>Stands where a secret would: what it is is not looked at.</summary>
    public const string SecretMark = "\u0001secret\u0001";

    private const int TextMax = 64;
    private const string PinnedBy = "@sha256:";

    // The same list is an input of every slice: looked at once.
    private static readonly ConditionalWeakTable<FlowValue, string> Known = [];
    private readonly OrderedDictionary<string, string> _parts = new(StringComparer.Ordinal);

    public string? Reference => reference;

    public string? Made => made;

    /// <summary>Something of it is secret, so that two that are the same here need not be the same.</summary>
    public bool HoldsSecret { get; private set; }

    public void Add(string part, string text)
    {
        HoldsSecret |= text.Contains(SecretMark, StringComparison.Ordinal);
        _parts[part] = text.Length <= TextMax ? text : Hash(text);
    }

    public void Add(string part, IEnumerable<string> texts)
    {
        var all = new StringBuilder();
        foreach (var text in texts)
        {
            AddText(all, text);
        }

        Add(part, all.ToString());
    }

    public void Add(string part, FlowValue value) => Add(part, Text(value));

    /// <summary>The names of the parts that are not the same, in order.</summary>
    public IReadOnlyList<string> Differences(TaskDigest other)
    {
        var found = new List<string>();
        if (made is not null && other.Made is not null ? made != other.Made : reference != other.Reference)
        {
            found.Add(what);
        }

        found.AddRange(_parts.Where(part => other._parts.GetValueOrDefault(part.Key) != part.Value).Select(static part => part.Key));
        found.AddRange(other._parts.Keys.Where(part => !_parts.ContainsKey(part)));
        return found;
    }

    /// <summary>
    /// All parts as one hash; null where it is not known which program or image is meant, for a name may mean another one tomorrow.
    /// </summary>
    public string? Whole()
    {
        if ((made ?? (reference?.Contains(PinnedBy, StringComparison.Ordinal) == true ? reference : null)) is not { } exactly)
        {
            return null;
        }

        var all = new StringBuilder();
        AddText(all, what);
        AddText(all, exactly);
        foreach (var (part, text) in _parts)
        {
            AddText(all, part);
            AddText(all, text);
        }

        return Hash(all.ToString());
    }

    private static string Text(FlowValue value)
    {
        if (value is not (ListValue or MapValue))
        {
            return Written(value);
        }

        if (!Known.TryGetValue(value, out var known))
        {
            var written = Written(value);
            known = (written.Contains(SecretMark, StringComparison.Ordinal) ? SecretMark : "") + Hash(written);
            Known.AddOrUpdate(value, known);
        }

        return known;
    }

    private static string Written(FlowValue value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    /// <summary>No two values are written alike: every text has its length before it.</summary>
    private static void Write(StringBuilder to, FlowValue value)
    {
        switch (value)
        {
            case StringValue text:
                AddText(to.Append('s'), text.Value);
                break;
            case SecretValue:
                to.Append(SecretMark);
                break;
            case ArtifactValue artifact:
                to.Append(artifact.Kind == ArtifactKind.Dir ? 'd' : artifact.Executable ? 'x' : 'f').Append(artifact.Sha256).Append(';');
                break;
            case ListValue list:
                to.Append('[');
                foreach (var item in list.Items)
                {
                    Write(to, item);
                }

                to.Append(']');
                break;
            case MapValue map:
                to.Append('{');
                foreach (var (key, item) in map.Items.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                {
                    AddText(to, key);
                    Write(to, item);
                }

                to.Append('}');
                break;
            default:
                to.Append(value.TypeName[0]).Append(FlowText.Of(value)).Append(';');
                break;
        }
    }

    private static void AddText(StringBuilder to, string text) =>
        to.Append(text.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(text);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
