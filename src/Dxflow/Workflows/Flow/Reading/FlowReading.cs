using System.Text.RegularExpressions;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>
/// What all readers of our keys share: the keys of a map, words out of a list, names, types, templates.
/// </summary>
internal sealed partial class FlowReading(ComposeReading reading)
{
    public const int EntriesMax = 1_000;

    public Problems Problems => reading.Problems;

    public string ProjectDirectory => reading.Spec.ProjectDirectory;

    /// <summary>For texts in which no reference may stand.</summary>
    public ReadingContext Plain { get; } = new(reading.Interpolation, reading.Source, reading.Problems, InStep: true);

    public MapReader In(MapNode map) => new(map, Plain);

    /// <summary>The map, after its keys have been checked; null with a problem if it is none.</summary>
    public MapNode? Map(Node node, string what, string[] known)
    {
        if (Plain.Map(node, what) is not { } map)
        {
            return null;
        }

        foreach (var (key, _) in map.Entries)
        {
            if (!known.Contains(key.Text) && !key.Text.StartsWith("x-", StringComparison.Ordinal))
            {
                Plain.UnknownKey(key, known, what);
            }
        }

        return map;
    }

    /// <summary>The entries of a map of named things, each name checked; names that differ only by case are refused.</summary>
    public IEnumerable<MapEntry> Named(Node? node, string what)
    {
        if (node is null || Plain.Map(node, what) is not { } map)
        {
            yield break;
        }

        if (map.Entries.Count > EntriesMax)
        {
            Problems.Error(node.At, $"{what} has more than {EntriesMax} entries", "Give a list as one input.");
            yield break;
        }

        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in map.Entries)
        {
            var name = entry.Key.Text;
            if (!Name().IsMatch(name))
            {
                Problems.Error(entry.Key.At, $"`{ReadingContext.Short(name)}` is no name",
                    "Use letters, digits and _, up to 63, not beginning with a digit.");
            }
            else if (!seen.TryAdd(name, name))
            {
                Problems.Error(entry.Key.At, $"`{name}` and `{seen[name]}` differ only by case",
                    "Rename one of them: files and variables are named after them.");
            }

            yield return entry;
        }
    }

    /// <summary>A text in which references may stand.</summary>
    public Placed<Template>? Template(Node? node, string what) => node is not null and not ScalarNode { IsNull: true }
        && Plain.Scalar(node, what) is { } scalar ? new Placed<Template>(reading.Interpolation.ToTemplate(scalar), scalar.At) : null;

    public FlowType? Type(MapReader map)
    {
        if (map.Text("type") is not { } text)
        {
            return null;
        }

        if (FlowTypeText.TryParse(text.Value, out var type, out var error))
        {
            return type;
        }

        Problems.Error(text.At, error,
            "Types are string, int, float, bool, json, file, dir, secret, list<T>, map<T>, each with ? if it may be null.");
        return null;
    }

    /// <summary>One word of a closed list, as the value of an enum.</summary>
    public T? Word<T>(Placed<string>? text, string key, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (text is not { } given)
        {
            return null;
        }

        if (words.TryGetValue(given.Value, out var word))
        {
            return word;
        }

        var fix = $"Write {string.Join(" or ", words.Keys)}.";
        Problems.Error(given.At, $"`{ReadingContext.Short(given.Value)}` is no value of `{key}`{NearestName.Hint(given.Value, words.Keys)}",
            fix);
        return null;
    }

    /// <summary>The verbatim text of a file beside the document.</summary>
    public string? File(Placed<string> path)
    {
        var file = reading.Source.Read(path.Value);
        if (file.Text is null)
        {
            Problems.Error(path.At, $"the script {ReadingContext.Short(path.Value)} cannot be read: {file.Failure}",
                "Write the file, or the script itself.");
        }

        return file.Text;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,62}\z")]
    private static partial Regex Name();
}
