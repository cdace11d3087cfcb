using System.Text;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Dxflow.Engine.Settings;

/// <summary>Where a value comes from, as <c>config list</c> shows it.</summary>
[JsonConverter(typeof(WireEnum<ConfigSource>))]
internal enum ConfigSource
{
    Default,
    File,
    Environment,
}

/// <summary>
/// A profile's file: flat YAML, <c>HOME/PROFILE_config.yaml</c>, edited by people and by <c>config set</c>. Every problem in it is
/// reported at once with its line. Written whole to a temporary file and renamed, so that a reader never sees half of it.
/// </summary>
internal sealed class ConfigFile(string path, IReadOnlyDictionary<string, string> values)
{
    private const int BytesMax = 64 * 1024;

    public string Path { get; } = path;

    public IReadOnlyDictionary<string, string> Values { get; } = values;

    public static ConfigFile Read(string path)
    {
        if (!File.Exists(path))
        {
            return new ConfigFile(path, new Dictionary<string, string>());
        }

        var problems = new List<Problem>();
        var values = Parse(path, Text(path), problems);
        return problems.Count == 0
            ? new ConfigFile(path, values)
            : throw new Fault(
                new FaultInfo(
                    FaultKind.Invalid, $"the settings in {path} are not valid", "mend the file, or delete it to start afresh", problems));
    }

    private static string Text(string path)
    {
        try
        {
            return new FileInfo(path).Length <= BytesMax
                ? File.ReadAllText(path)
                : throw Fault.Invalid(
                    $"{path} is larger than {BytesMax} bytes", "a profile holds a few settings; see 'dxflow config list'");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new Fault(
                FaultKind.Invalid, $"the settings in {path} cannot be read: {unreadable.Message}", "mend its permissions", unreadable);
        }
    }

    /// <summary>The value in force and where it comes from: environment, file, default.</summary>
    public (string Value, ConfigSource Source) Get(ConfigKey key)
    {
        if (Environment.GetEnvironmentVariable(key.Variable) is { } variable)
        {
            return key.Check(variable) is { } problem
                ? throw Fault.Invalid($"{key.Variable}: '{variable}' {problem}", "mend or unset the variable")
                : (variable, ConfigSource.Environment);
        }

        return Values.TryGetValue(key.Name, out var value) ? (value, ConfigSource.File) : (key.Default, ConfigSource.Default);
    }

    /// <summary>The text of the file with one key changed; null removes it. Comments of the user's are kept line by line.</summary>
    public static string Change(string text, string name, string? value)
    {
        var lines = text.Split('\n').ToList();
        var at = lines.FindIndex(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        var entry = value is null ? null : $"{name}: {Quote(value)}";
        if (at >= 0 && entry is null)
        {
            lines.RemoveAt(at);
        }
        else if (at >= 0)
        {
            lines[at] = entry!;
        }
        else if (entry is not null)
        {
            lines.Insert(lines.Count > 0 && lines[^1].Length == 0 ? lines.Count - 1 : lines.Count, entry);
        }

        var changed = string.Join('\n', lines);
        return changed.EndsWith('\n') || changed.Length == 0 ? changed : changed + "\n";
    }

    private static Dictionary<string, string> Parse(string path, string text, List<Problem> problems)
    {
        var values = new Dictionary<string, string>();
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 0)
            {
                return values;
            }

            if (stream.Documents[0].RootNode is not YamlMappingNode map)
            {
                problems.Add(new Problem("the file is not a list of 'key: value' lines", "write one setting per line", path, 1, 1));
                return values;
            }

            foreach (var (key, value) in map.Children)
            {
                Read(path, key, value, values, problems);
            }
        }
        catch (YamlException broken)
        {
            problems.Add(
                new Problem($"not YAML: {broken.Message}", "mend the line", path, (int)broken.Start.Line, (int)broken.Start.Column));
        }

        return values;
    }

    private static void Read(string path, YamlNode key, YamlNode value, Dictionary<string, string> values, List<Problem> problems)
    {
        var (line, column) = ((int)key.Start.Line, (int)key.Start.Column);
        var name = (key as YamlScalarNode)?.Value ?? string.Empty;
        if (ConfigKeys.Find(name) is not { } known)
        {
            problems.Add(new Problem($"'{name}' is no setting", "'dxflow config list' shows those there are", path, line, column));
        }
        else if (value is not YamlScalarNode { Value: { } text })
        {
            problems.Add(new Problem($"'{name}' must be one value", "write it on one line", path, line, column));
        }
        else if (known.Check(text) is { } wrong)
        {
            problems.Add(new Problem($"'{name}' {wrong}, not '{text}'", "mend the value", path, line, column));
        }
        else
        {
            values[name] = text;
        }
    }

    private static string Quote(string value) =>
        new StringBuilder("'").Append(value.Replace("'", "''", StringComparison.Ordinal)).Append('\'').ToString();
}
