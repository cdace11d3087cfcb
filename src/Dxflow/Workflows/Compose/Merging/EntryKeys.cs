using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Variables;

namespace Dxflow.Workflows.Compose.Merging;

/// <summary>What makes an entry of a list the same as an earlier one, so that the later takes its place. Null: nothing does.</summary>
internal sealed class EntryKeys(Interpolation interpolation)
{
    public string? Of(MergeRule rule, Node entry) => (rule, entry) switch
    {
        (_, ScalarNode { IsNull: true }) => null,
        (MergeRule.Entries, ScalarNode text) => Text(text),
        (MergeRule.Hosts, ScalarNode text) => Host(Text(text)),
        (MergeRule.Places, ScalarNode text) => Text(text).Split(':')[0],
        (MergeRule.Files, ScalarNode text) => Text(text),
        (MergeRule.Files, MapNode map) => Text(map, "path"),
        (MergeRule.Mounts, ScalarNode text) => Trimmed(Text(text).Split(':') is [_, var target, ..] ? target : Text(text)),
        (MergeRule.Devices, ScalarNode text) => Text(text).Split(':') is [_, var target, ..] ? target : Text(text),
        (MergeRule.Mounts or MergeRule.Devices, MapNode map) => Text(map, "target") is { } target ? Trimmed(target) : null,
        (MergeRule.Configs, _) => Grant(entry, "/"),
        (MergeRule.Secrets, _) => Grant(entry, "/run/secrets/"),
        (MergeRule.Ports, ScalarNode text) => Port(Text(text)),
        (MergeRule.Ports, MapNode map) => Text(map, "target") is { } target
            ? Port(Text(map, "host_ip") ?? "", Text(map, "published") ?? "", target, Text(map, "protocol") ?? "tcp")
            : null,
        (MergeRule.Pools, MapNode map) => Text(map, "subnet"),
        _ => null,
    };

    private static string Trimmed(string path) => path.Length > 1 ? path.TrimEnd('/') : path;

    // The first sign of the two that may stand there: an address may hold colons itself.
    private static string Host(string text)
    {
        var at = text.AsSpan().IndexOfAny('=', ':');
        return at < 0 ? text : $"{text[..at]}={text[(at + 1)..]}";
    }

    private static string Port(string text)
    {
        var slash = text.LastIndexOf('/');
        var ports = slash < 0 ? text : text[..slash];
        var colon = ports.LastIndexOf(':');
        var before = colon < 0 ? "" : ports[..colon];
        var address = before.LastIndexOf(':');
        return Port(
            address < 0 ? "" : before[..address].Trim('[', ']'),
            before[(address + 1)..],
            ports[(colon + 1)..],
            slash < 0 ? "tcp" : text[(slash + 1)..]);
    }

    private static string Port(string address, string published, string target, string protocol) =>
        $"{(address == "0.0.0.0" ? "" : address)}:{published}:{target}/{protocol.ToLowerInvariant()}";

    private string? Grant(Node entry, string directory)
    {
        var target = entry switch
        {
            ScalarNode name => Text(name),
            MapNode map => Text(map, "target") ?? Text(map, "source"),
            _ => null,
        };
        return target is null || target.StartsWith('/') ? target : directory + target;
    }

    private string Text(ScalarNode scalar) => interpolation.ToText(scalar);

    private string? Text(MapNode map, string key) =>
        map.TryGet(key, out var value) && value is ScalarNode { IsNull: false } scalar ? Text(scalar) : null;
}
