using System.Text;
using Dxflow.Artifacts;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation;

namespace Dxflow.Workflows.Planning.Outputs;

/// <summary>
/// The value of an output that is read from a file: a string is the text less one final newline, ints, floats and bools are trimmed
/// text, the rest is JSON (<c>.jsonl</c>: one value a line). Artifacts stand in it as paths in the work directory; they are read in two
/// steps, because taking them into the store is not done here: <see cref="PathsIn"/>, then <see cref="Read"/> with what they became.
/// What does not fit is a <see cref="FlowException"/>: <c>bad_output</c>.
/// </summary>
internal static class OutputText
{
    public const int BytesMax = 256 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] NotFinite = ["nan", "inf", "infinity"];

    /// <summary>The artifacts that the text names, each once, with their kind.</summary>
    public static IReadOnlyList<(string Path, ArtifactKind Kind)> PathsIn(ExpectedOutput output, ReadOnlySpan<byte> bytes)
    {
        var paths = new List<(string, ArtifactKind)>();
        if (output.Type.HoldsArtifact)
        {
            Replace(Parse(output, bytes), output.Type, (path, kind) =>
            {
                paths.Add((path, kind));
                return FlowValue.Null;
            });
        }

        return [.. paths.Distinct()];
    }

    public static FlowValue Read(ExpectedOutput output, ReadOnlySpan<byte> bytes, Func<string, ArtifactKind, ArtifactValue>? stored = null)
    {
        var value = Parse(output, bytes);
        return !output.Type.HoldsArtifact ? value
            : Replace(value, output.Type, stored ?? throw new ArgumentNullException(nameof(stored), "the output names artifacts"));
    }

    private static FlowValue Parse(ExpectedOutput output, ReadOnlySpan<byte> bytes)
    {
        var text = Decode(bytes);
        return output.Type.Kind switch
        {
            FlowKind.String => new StringValue(text.EndsWith('\n') ? text[..^1] : text),
            FlowKind.Int or FlowKind.Bool => InputText.Read(text.Trim(), output.Type),
            FlowKind.Float => Float(text.Trim(), output.Type),
            _ when output.Path.EndsWith(".jsonl", StringComparison.Ordinal) => Lines(text, Texts(output.Type)),
            _ => Json(text, Texts(output.Type)),
        };
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BytesMax)
        {
            throw new FlowException(FlowErrorKind.Limit, $"the file has more than {BytesMax >> 20} MiB",
                "declare it as an artifact, with `path`");
        }

        try
        {
            var text = Strict.GetString(bytes);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException)
        {
            throw new FlowException(FlowErrorKind.Value, "the file is not UTF-8", "declare it as an artifact, with `path`");
        }
    }

    private static FlowValue Float(string text, FlowType type) =>
        !NotFinite.Contains(text.TrimStart('+', '-').ToLowerInvariant()) ? InputText.Read(text, type)
        : type.Optional ? FlowValue.Null
        : throw new FlowException(FlowErrorKind.Overflow, $"{text} is no value of a float", "declare it as 'float?', where it is null");

    private static ListValue Lines(string text, FlowType type)
    {
        if (type.Kind is not (FlowKind.List or FlowKind.Json))
        {
            throw new FlowException(FlowErrorKind.Type, $"JSON Lines are a list, and the output is {type.Noun}");
        }

        var element = type.Element ?? FlowType.Json.OrNull;
        var items = new List<FlowValue>();
        foreach (var (i, line) in text.Split('\n').Index().Where(each => !string.IsNullOrWhiteSpace(each.Item)))
        {
            try
            {
                items.Add(Json(line, element));
            }
            catch (FlowException wrong)
            {
                throw new FlowException(wrong.Error with { Message = $"line {i + 1}: {wrong.Error.Message}" });
            }
        }

        return new ListValue(items);
    }

    private static FlowValue Json(string text, FlowType type) =>
        FlowJsonReader.Parse(NullForNaN(type) ? JsonNumbers.WithoutNaN(text) : text, type);

    private static bool NullForNaN(FlowType type) =>
        type.Element is { } element ? NullForNaN(element) : type is { Kind: FlowKind.Float, Optional: true };

    /// <summary>The type with a path in the place of each artifact.</summary>
    private static FlowType Texts(FlowType type) => type.IsArtifact ? type with { Kind = FlowKind.String }
        : type with { Element = type.Element is null ? null : Texts(type.Element) };

    private static FlowValue Replace(FlowValue value, FlowType type, Func<string, ArtifactKind, FlowValue> found) =>
        (value, type.Kind) switch
        {
            (StringValue path, FlowKind.File) => found(path.Value, ArtifactKind.File),
            (StringValue path, FlowKind.Dir) => found(path.Value, ArtifactKind.Dir),
            (ListValue list, FlowKind.List) => new ListValue([.. list.Items.Select(item => Replace(item, type.Element!, found))]),
            (MapValue map, FlowKind.Map) => new MapValue(new OrderedDictionary<string, FlowValue>(
                map.Items.Select(pair => KeyValuePair.Create(pair.Key, Replace(pair.Value, type.Element!, found))))),
            _ => value,
        };
}
