using System.Text.Json.Nodes;
using Dxflow.EndToEnd.Support;

namespace Dxflow.EndToEnd.Containers.Brought;

/// <summary>
/// All that one project has on a Docker daemon, as <c>docker inspect</c> shows it: path by path, without what is another at each making
/// (ids, addresses, times). Containers are called by their service and number, whatever their names.
/// </summary>
internal static class ProjectPicture
{
    private const string Project = "com.docker.compose.project";

    private static readonly HashSet<string> Volatile = new(StringComparer.Ordinal)
    {
        "Id", "Created", "CreatedAt", "Image", "ResolvConfPath", "HostnamePath", "HostsPath", "LogPath", "GraphDriver", "ExecIDs",
        "Mountpoint", "Scope", "Containers", "ConfigFrom", "Path", "Args", "RestartCount", "AppArmorProfile", "MountLabel", "ProcessLabel",
    };

    private static readonly HashSet<string> OfAttachment =
        new(["IPAMConfig", "Links", "Aliases", "DriverOpts"], StringComparer.Ordinal);

    public static async Task<SortedDictionary<string, string>> OfAsync(string address, string project)
    {
        var picture = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var containers = await InspectAsync(address, "container", ["ps", "-aq", "--filter", $"label={Project}={project}"]);
        var ids = containers.ToDictionary(static one => (string)one["Id"]!, NameOf, StringComparer.Ordinal);
        foreach (var one in containers)
        {
            Describe(one, $"container {NameOf(one)}", ids, picture);
        }

        foreach (var kind in new[] { "network", "volume" })
        {
            foreach (var one in await InspectAsync(address, kind, [kind, "ls", "-q", "--filter", $"label={Project}={project}"]))
            {
                var name = (string)one["Name"]!;
                if (!IsAnonymous(name))
                {
                    one.Remove("IPAM");
                    Flatten(one, $"{kind} {name}", ids, picture);
                }
            }
        }

        return picture;
    }

    private static void Describe(JsonObject one, string key, Dictionary<string, string> ids, SortedDictionary<string, string> picture)
    {
        var config = one["Config"]!.AsObject();
        if (((string)one["Id"]!).StartsWith((string?)config["Hostname"] ?? "?", StringComparison.Ordinal))
        {
            config.Remove("Hostname");
        }

        foreach (var label in config["Labels"]!.AsObject().Where(static label => label.Key.EndsWith("config-hash", StringComparison.Ordinal)
            || label.Key.EndsWith(".version", StringComparison.Ordinal)).Select(static label => label.Key).ToList())
        {
            config["Labels"]![label] = "…";
        }

        if (one["HostConfig"]!["VolumesFrom"] is JsonArray from)
        {
            // By id or by name; the names are known.
            one["HostConfig"]!["VolumesFrom"] = new JsonArray(
                [.. from.Select(each => (JsonNode)((string)each!).Split(':')[^1]), (JsonNode)from.Count]);
        }

        picture[$"{key}.State"] = (string)one["State"]!["Status"]!;
        var networks = one["NetworkSettings"]!["Networks"]!.AsObject();
        foreach (var (name, attachment) in networks)
        {
            picture[$"{key}.Networks.{name}"] = "attached";
            foreach (var (part, value) in attachment!.AsObject().Where(static part => OfAttachment.Contains(part.Key)))
            {
                Flatten(value, $"{key}.Networks.{name}.{part}", ids, picture);
            }
        }

        foreach (var mount in one["Mounts"]!.AsArray())
        {
            var at = $"{key}.Mounts.{(string)mount!["Destination"]!}";
            if (mount["Name"] is { } name && IsAnonymous((string)name!))
            {
                mount["Name"] = "anonymous";
            }

            if ((string?)mount["Type"] == "volume")
            {
                mount.AsObject().Remove("Source");
            }

            mount.AsObject().Remove("Destination");
            Flatten(mount, at, ids, picture);
        }

        one.Remove("State");
        one.Remove("NetworkSettings");
        one.Remove("Mounts");
        Flatten(one, key, ids, picture);
    }

    /// <summary>What is empty is as good as not there; the order of a list means something in commands alone.</summary>
    private static void Flatten(JsonNode? node, string path, Dictionary<string, string> ids, SortedDictionary<string, string> picture)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.Where(static entry => !Volatile.Contains(entry.Key)))
                {
                    Flatten(value, $"{path}.{key}", ids, picture);
                }

                break;
            case JsonArray list:
                var items = list.Select(item => Named(item?.ToJsonString() ?? "null", ids));
                var inOrder = path.EndsWith(".Cmd", StringComparison.Ordinal) || path.EndsWith(".Entrypoint", StringComparison.Ordinal)
                    || path.EndsWith(".Test", StringComparison.Ordinal);
                Add(picture, path, string.Join(' ', inOrder ? items : items.Order(StringComparer.Ordinal)));
                break;
            case { } value:
                Add(picture, path, Named(value.ToJsonString().Trim('"'), ids));
                break;
        }
    }

    private static void Add(SortedDictionary<string, string> picture, string path, string value)
    {
        if (value is not ("" or "0" or "false" or "null"))
        {
            picture[path] = value;
        }
    }

    /// <summary>Ids within a value become the names that both sides have.</summary>
    private static string Named(string value, Dictionary<string, string> ids) =>
        ids.Aggregate(value, static (text, id) => text.Replace(id.Key, id.Value).Replace(id.Key[..12], id.Value));

    private static string NameOf(JsonObject container) =>
        $"{Label(container, "service")}-{Label(container, "container-number")}";

    private static string Label(JsonObject container, string name) =>
        (string)container["Config"]!["Labels"]![$"com.docker.compose.{name}"]!;

    private static bool IsAnonymous(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);

    private static async Task<IReadOnlyList<JsonObject>> InspectAsync(string address, string kind, string[] list)
    {
        var found = (await Tool.Text("docker", "", ["-H", address, .. list])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return found.Length == 0 ? []
            : [.. JsonNode.Parse(await Tool.Text("docker", "", ["-H", address, kind, "inspect", .. found]))!.AsArray()
                .Select(static one => one!.AsObject())];
    }
}
