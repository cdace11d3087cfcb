using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dxflow.Operations;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Reading;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Planning.Inputs;

/// <summary>
/// A file of inputs, YAML or JSON (<c>--params</c>): a map whose values become the texts that <c>-p</c> would give, typed by the
/// document. Everything that is wrong is said at once, each at its place in the file; what is refused has no text.
/// <see cref="Files"/>: of an input that is a list of artifacts, what each element names after its <c>@</c>.
/// </summary>
internal sealed partial record ParameterFile(
    IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, IReadOnlyList<string>> Files)
{
    /// <summary>Of one value: a few aliases can make of a small text a large one.</summary>
    private const int JsonBytesMax = 4 * YamlLimits.FileBytesMax;

    /// <summary><paramref name="overruled"/>: names whose values somebody gives otherwise; those in the file do not matter.</summary>
    public static ParameterFile Read(
        SourceText source, IReadOnlyList<InputPlan> declared, IEnumerable<string> overruled, Problems problems)
    {
        var (texts, files) = (new Dictionary<string, string>(), new Dictionary<string, IReadOnlyList<string>>());
        var read = new ParameterFile(texts, files);
        var root = YamlReader.Read(source, problems);
        if (root is null or ScalarNode { IsNull: true })
        {
            return read;
        }

        if (root is not MapNode map)
        {
            problems.Error(root.At, $"this is {root.Kind}, and inputs are a map", "Write `NAME: VALUE`, one input a line.");
            return read;
        }

        var names = declared.Select(static input => input.Name).ToList();
        var needless = overruled.ToHashSet(StringComparer.Ordinal);
        foreach (var (key, value) in map.Entries)
        {
            if (declared.FirstOrDefault(input => input.Name == key.Text) is not { } input)
            {
                problems.Error(
                    key.At, $"the workflow has no input `{key.Text}`{NearestName.Hint(key.Text, names)}",
                    names.Count == 0 ? "The workflow takes no inputs." : $"It takes {string.Join(", ", names)}.");
            }
            else if (!needless.Contains(input.Name))
            {
                Take(input, value, texts, files, problems);
            }
        }

        return read;
    }

    private static void Take(
        InputPlan input, Node value, Dictionary<string, string> texts, Dictionary<string, IReadOnlyList<string>> files, Problems problems)
    {
        var type = FlowTypeText.Parse(input.Type);
        if (value is ListNode list && type is { Kind: FlowKind.List, Element.IsArtifact: true }
            && list.Items.All(static item => item is ScalarNode scalar && Named(scalar.Text) is ['@', not '@', ..]))
        {
            Take(input.Name, list, files, problems);
            return;
        }

        if (value is ScalarNode { IsNull: true } && type is { Optional: true, Kind: FlowKind.String or FlowKind.Secret })
        {
            // As a text it would be the word: only the default says null.
            if (input.Default is not null)
            {
                problems.Error(value.At, $"the input `{input.Name}` has a default, and null cannot replace it", "Give it a text.");
            }

            return;
        }

        if (value is not ScalarNode { IsNull: false } && type.Kind is FlowKind.String or FlowKind.Secret)
        {
            problems.Error(value.At, $"the input `{input.Name}` is {type.Noun}, and this is {value.Kind}", "Put the text in quotes.");
            return;
        }

        if (Text(value, type) is not { } text)
        {
            problems.Error(
                value.At, $"the input `{input.Name}` is larger than {JsonBytesMax >> 20} MiB, aliases followed",
                "Put it in a file of its own.");
            return;
        }

        if (text is not ['@', not '@', ..] && Wrong(input, text) is { } wrong)
        {
            problems.Error(value.At, wrong.Message, type.HoldsArtifact ? "Write file:PATH or object:PATH." : wrong.Fix);
            return;
        }

        texts[input.Name] = text;
    }

    private static void Take(string name, ListNode list, Dictionary<string, IReadOnlyList<string>> files, Problems problems)
    {
        foreach (var item in list.Items.Cast<ScalarNode>().Where(static item =>
            Named(item.Text) is "@-" || Named(item.Text).StartsWith('@' + SourceReader.Object, StringComparison.Ordinal)))
        {
            problems.Error(
                item.At, $"the input `{name}` is a list of files, and {item.Text} can only be given alone", "Name files of this machine.");
        }

        files[name] = [.. list.Items.Cast<ScalarNode>().Select(static item => Named(item.Text)[1..])];
    }

    /// <summary>Files as documents name them, which YAML wants no quotes for: <c>file:a.txt</c> is <c>@a.txt</c>.</summary>
    private static string Named(string text) =>
        text.StartsWith(SourceReader.File, StringComparison.Ordinal) ? '@' + text[SourceReader.File.Length..]
        : text.StartsWith(SourceReader.Object, StringComparison.Ordinal) ? '@' + text
        : text;

    /// <summary>What the run would say of it; files are looked at when it starts.</summary>
    private static Problem? Wrong(InputPlan input, string text)
    {
        var given = new Dictionary<string, GivenInput>
        {
            [input.Name] = new(text.StartsWith("@@", StringComparison.Ordinal) ? text[1..] : text),
        };
        var (_, problems) = WorkflowInputs.Resolve([input], given);
        return problems.Count == 0 ? null
            : problems[0].Fix?.Contains(" -p ", StringComparison.Ordinal) == true ? problems[0] with { Fix = null } : problems[0];
    }

    /// <summary>Null: it is too large.</summary>
    private static string? Text(Node value, FlowType type) => value switch
    {
        ScalarNode { IsNull: true } when type.Kind is not (FlowKind.String or FlowKind.Secret) => "null",
        ScalarNode scalar when type.Kind is FlowKind.String or FlowKind.Secret || scalar.Text.StartsWith('@') => scalar.Text,
        ScalarNode scalar when type.Kind is FlowKind.Bool && scalar.TryGetBool(out var truth) => truth ? "true" : "false",
        ScalarNode scalar when type.IsNumber && scalar.TryGetInt(out var number) => FormattableString.Invariant($"{number}"),
        ScalarNode scalar when type.HoldsArtifact => Named(scalar.Text),
        ScalarNode scalar when type.IsScalar => scalar.Text,
        _ => Json(value, type),
    };

    /// <summary>It stays as it is written: 2.0 is no int.</summary>
    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();

    private static string? Json(Node value, FlowType type)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (!TryWrite(writer, value, type))
            {
                return null;
            }
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>By the type where that says a scalar is a text, else as YAML has it; who reads it refuses what does not fit.</summary>
    private static bool TryWrite(Utf8JsonWriter writer, Node value, FlowType? type)
    {
        switch (value)
        {
            case MapNode map:
                writer.WriteStartObject();
                foreach (var (key, item) in map.Entries)
                {
                    writer.WritePropertyName(key.Text);
                    if (!TryWrite(writer, item, type is { Kind: FlowKind.Map } ? type.Element : null))
                    {
                        return false;
                    }
                }

                writer.WriteEndObject();
                break;
            case ListNode list:
                writer.WriteStartArray();
                if (!list.Items.All(item => TryWrite(writer, item, type is { Kind: FlowKind.List } ? type.Element : null)))
                {
                    return false;
                }

                writer.WriteEndArray();
                break;
            case ScalarNode scalar:
                Write(writer, scalar, type);
                break;
        }

        return writer.BytesCommitted + writer.BytesPending <= JsonBytesMax;
    }

    private static void Write(Utf8JsonWriter writer, ScalarNode scalar, FlowType? type)
    {
        if (scalar.IsNull)
        {
            writer.WriteNullValue();
        }
        else if (type?.Kind is FlowKind.String or FlowKind.Secret)
        {
            writer.WriteStringValue(scalar.Text);
        }
        else if (scalar.TryGetBool(out var truth))
        {
            writer.WriteBooleanValue(truth);
        }
        else if (!scalar.IsQuoted && JsonNumber().IsMatch(scalar.Text))
        {
            writer.WriteRawValue(scalar.Text);
        }
        else if (scalar.TryGetInt(out var whole))
        {
            writer.WriteNumberValue(whole);
        }
        else if (scalar.TryGetFloat(out var number) && double.IsFinite(number))
        {
            writer.WriteRawValue(number.ToString("0.0###############E+0", CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteStringValue(scalar.Text);
        }
    }
}
