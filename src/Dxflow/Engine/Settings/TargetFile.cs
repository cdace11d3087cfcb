using System.Globalization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Dxflow.Engine.Settings;

/// <summary>
/// The clusters of a profile: YAML, <c>HOME/PROFILE_targets.yaml</c>, a map from a name (what <c>runtime</c> in a document says) to what it
/// is. Every problem in it is told at once, with its line; nothing in it is ever a text for a shell.
/// </summary>
internal sealed partial class TargetFile
{
    private const int BytesMax = 64 * 1024;
    private const int NameMax = 63;
    private const int CountMax = 100_000;

    private static readonly string[] Taken = ["process", "docker", "podman", "null", "kubernetes", "fleet"];

    private static readonly string[] Keys =
    [
        "kind", "work", "partition", "account", "qos", "constraint", "modules", "options", "commands", "jobs", "submissions", "poll",
        "services", "host", "mode", "allow", "containers", .. SiteKeys, .. PilotKeys,
    ];

    private readonly string _path;
    private readonly List<Problem> _problems = [];

    private TargetFile(string path) => _path = path;

    /// <summary>None if there is no file.</summary>
    /// <exception cref="Fault">It is not valid, with all that is wrong.</exception>
    public static IReadOnlyList<TargetSettings> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var file = new TargetFile(path);
        var targets = file.Parse();
        return file._problems.Count == 0 ? targets
            : throw new Fault(new FaultInfo(
                FaultKind.Invalid, $"the targets in {path} are not valid", "mend the file; docs/slurm.md has all keys", file._problems));
    }

    private List<TargetSettings> Parse()
    {
        try
        {
            if (new FileInfo(_path).Length > BytesMax)
            {
                _problems.Add(new Problem($"the file is larger than {BytesMax} bytes", "describe a few targets", _path));
                return [];
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(_path)));
            if (stream.Documents.Count == 0)
            {
                return [];
            }

            if (stream.Documents[0].RootNode is YamlMappingNode map)
            {
                return [.. map.Children.Select(pair => Target(pair.Key, pair.Value)).OfType<TargetSettings>()];
            }

            Say(stream.Documents[0].RootNode, "the file is no map from names to targets", "write NAME: and its keys below it");
        }
        catch (YamlException broken)
        {
            _problems.Add(
                new Problem($"not YAML: {broken.Message}", "mend the line", _path, (int)broken.Start.Line, (int)broken.Start.Column));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            _problems.Add(new Problem($"the file cannot be read: {unreadable.Message}", "mend its permissions", _path));
        }

        return [];
    }

    private TargetSettings? Target(YamlNode key, YamlNode value)
    {
        var name = (key as YamlScalarNode)?.Value ?? "";
        if (name.Length is 0 or > NameMax || !char.IsAsciiLetterLower(name[0])
            || !name.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_'))
        {
            Say(key, $"'{name}' cannot be the name of a target", "use lower-case letters, digits, - and _, and begin with a letter");
            return null;
        }

        if (Taken.Contains(name))
        {
            Say(key, $"'{name}' is a runtime of its own", "give the target another name");
            return null;
        }

        if (value is YamlScalarNode { Value: null or "" or "~" })
        {
            return new TargetSettings(name);
        }

        if (value is not YamlMappingNode map)
        {
            Say(value, $"the target '{name}' is no map", "write its keys below it, each on a line");
            return null;
        }

        return Fields(name, map);
    }

    private TargetSettings Fields(string name, YamlMappingNode map)
    {
        var found = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in map.Children)
        {
            var field = (key as YamlScalarNode)?.Value ?? "";
            if (!Keys.Contains(field))
            {
                Say(key, $"'{field}' is no key of a target", Nearest.To(field, Keys) is { } near ? $"did you mean '{near}'?"
                    : $"there are {string.Join(", ", Keys)}");
            }
            else
            {
                found[field] = value;
            }
        }

        var kind = KindOf(found);
        return new TargetSettings(
            name,
            Directory(found, "work"),
            Word(found, "partition"),
            Word(found, "account"),
            Word(found, "qos"),
            Text(found, "constraint"),
            List(found, "modules"),
            Options(found, kind),
            Directory(found, "commands"),
            Count(found, "jobs"),
            Count(found, "submissions"),
            Pause(found, "poll"),
            Pilot(map, found),
            Services(found),
            Word(found, "host"),
            kind,
            Site(found),
            Allow(found, kind),
            Containers(found));
    }

    private string? Services(Dictionary<string, YamlNode> fields)
    {
        var text = Text(fields, "services");
        if (text is null or "process" or "docker" or "podman")
        {
            return text;
        }

        Say(fields["services"], $"services cannot run on '{text}'", "there are process, docker and podman, on the engine's machine");
        return null;
    }

    private string? Text(Dictionary<string, YamlNode> fields, string key)
    {
        if (!fields.TryGetValue(key, out var node))
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { Length: > 0 } text } && !text.Any(char.IsControl))
        {
            return text;
        }

        Say(node, $"'{key}' must be one value on one line", "mend the value");
        return null;
    }

    private string? Word(Dictionary<string, YamlNode> fields, string key)
    {
        var text = Text(fields, key);
        if (text is not null && !text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ','))
        {
            Say(fields[key], $"'{key}' cannot be '{text}'", "use letters, digits, - _ . and , between several");
        }

        return text;
    }

    private string? Directory(Dictionary<string, YamlNode> fields, string key)
    {
        var text = Text(fields, key);
        if (text is not null && !Path.IsPathFullyQualified(text))
        {
            Say(fields[key], $"'{key}' must be an absolute path, not '{text}'", "begin with /");
        }

        return text?.TrimEnd('/') is { Length: > 0 } path ? path : null;
    }

    private IReadOnlyList<string>? List(Dictionary<string, YamlNode> fields, string key)
    {
        if (!fields.TryGetValue(key, out var node))
        {
            return null;
        }

        var items = node is YamlSequenceNode list
            ? list.Children.Select(static each => (each as YamlScalarNode)?.Value).ToList() : [];
        if (items.Count > 0 && items.TrueForAll(static each => !string.IsNullOrEmpty(each) && !each.Any(char.IsControl)))
        {
            return [.. items.Select(static each => each!)];
        }

        Say(node, $"'{key}' must be a list of texts", $"write {key}: [a, b]");
        return null;
    }

    private int? Count(Dictionary<string, YamlNode> fields, string key, int least = 1)
    {
        if (Text(fields, key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count >= least && count <= CountMax)
        {
            return count;
        }

        Say(fields[key], $"'{key}' must be a whole number from {least} to {CountMax}, not '{text}'", "mend the value");
        return null;
    }

    private TimeSpan? Pause(Dictionary<string, YamlNode> fields, string key) =>
        Length(fields, key, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    private TimeSpan? Length(Dictionary<string, YamlNode> fields, string key, TimeSpan least, TimeSpan most)
    {
        if (Text(fields, key) is not { } text)
        {
            return null;
        }

        if (Durations.TryParse(text, out var pause, out _) && pause >= least && pause <= most)
        {
            return pause;
        }

        Say(fields[key], $"'{key}' must be a duration from {Durations.Format(least)} to {Durations.Format(most)}, not '{text}'",
            "write it with its unit, like 10s");
        return null;
    }

    private void Say(YamlNode at, string what, string fix) =>
        _problems.Add(new Problem(what, fix, _path, (int)at.Start.Line, (int)at.Start.Column));
}
