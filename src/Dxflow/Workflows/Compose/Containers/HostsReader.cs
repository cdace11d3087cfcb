using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary>
/// <c>extra_hosts</c>: a map of names to one or several addresses, or a list of <c>NAME=ADDRESS</c> or <c>NAME:ADDRESS</c>; each becomes
/// <c>NAME:ADDRESS</c>, as container engines write it.
/// </summary>
internal static class HostsReader
{
    private const string Gateway = "host-gateway";
    private const string Fix = "Write name=1.2.3.4, or name=host-gateway.";

    public static IReadOnlyList<string>? Read(Node? node, ReadingContext context)
    {
        var hosts = new List<string>();
        switch (node)
        {
            case null or ScalarNode { IsNull: true }:
                return null;
            case MapNode map:
                foreach (var (name, value) in map.Entries)
                {
                    foreach (var address in value is ListNode several ? several.Items : [value])
                    {
                        Add(name.Text, context.Text(address, $"`{ReadingContext.Short(name.Text)}` in `extra_hosts`"), address.At);
                    }
                }

                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    if (context.Text(item, "an entry of `extra_hosts`") is { } text)
                    {
                        var cut = text.IndexOf('=') is >= 0 and var equals ? equals : text.IndexOf(':');
                        foreach (var address in cut < 0 ? [""] : text[(cut + 1)..].Split(','))
                        {
                            Add(cut < 0 ? text : text[..cut], address, item.At);
                        }
                    }
                }

                break;
            default:
                context.Error(node.At, $"`extra_hosts` must be a map or a list, and this is {node.Kind}", Fix);
                break;
        }

        return hosts.Count > 0 ? hosts : null;

        void Add(string name, string? address, Place at)
        {
            var bare = address is ['[', .., ']'] ? address[1..^1] : address;
            if (bare is null)
            {
                return;
            }

            if (!Forms.HostName().IsMatch(name) || (bare != Gateway && !Forms.IsAddress(bare)))
            {
                context.Error(at, $"`{ReadingContext.Short($"{name}={address}")}` is no host with its address", Fix);
            }
            else
            {
                hosts.Add($"{name}:{bare}");
            }
        }
    }
}
