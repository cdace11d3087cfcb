namespace Dxflow.Sdk.Flows.Writing;

/// <summary>The files of this machine that a document names: scripts, and artifacts as <c>file:PATH</c>.</summary>
internal static class LocalFiles
{
    private const string Scheme = "file:";

    /// <summary>Scripts beside the document.</summary>
    public static IEnumerable<string> Scripts(YamlNode node) => Maps(node)
        .Select(static map => map.Entries.Find(static entry => entry.Key == "script").Value).OfType<YamlMap>()
        .SelectMany(static script => script.Entries).Select(static entry => Text(entry.Value)).OfType<string>();

    /// <summary>Files, and directories, that are values of inputs.</summary>
    public static IEnumerable<(string Path, bool IsDirectory)> Artifacts(YamlNode node) =>
        from map in Maps(node)
        let type = Text(map.Entries.Find(static entry => entry.Key == "type").Value)
        where type is not null && (type.Contains("file", StringComparison.Ordinal) || type.Contains("dir", StringComparison.Ordinal))
        let given = map.Entries.Find(static entry => entry.Key == "default").Value
        from item in given is YamlList list ? list.Items : [given]
        let text = Text(item)
        where text?.StartsWith(Scheme, StringComparison.Ordinal) == true
        select (text[Scheme.Length..], type.Contains("dir", StringComparison.Ordinal));

    private static IEnumerable<YamlMap> Maps(YamlNode node) => node is YamlMap map
        ? map.Entries.SelectMany(static entry => Maps(entry.Value)).Prepend(map)
        : [];

    private static string? Text(YamlNode? node) => (node as YamlScalar)?.Text.Replace("$$", "$", StringComparison.Ordinal);
}
