using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary>
/// What a service, or a build, is given of the document's configs and secrets: names, or maps that say where and for whom. Contents come
/// with the plan.
/// </summary>
internal static class FileGrantReader
{
    private const string SecretsDirectory = "/run/secrets/";

    public static IReadOnlyList<ContainerFile> Read(Node? node, string key, Func<string, string> target, ReadingContext context)
    {
        var files = new List<ContainerFile>();
        if (node is null or ScalarNode { IsNull: true })
        {
            return files;
        }

        if (node is not ListNode list)
        {
            context.Error(node.At, $"`{key}` must be a list, and this is {node.Kind}", $"Write {key}: [name].");
            return files;
        }

        foreach (var item in list.Items)
        {
            var file = item is MapNode map ? Long(map, key, target, context)
                : context.Text(item, $"an entry of `{key}`") is { } name ? new ContainerFile(name, target(name)) : null;
            if (file is not null)
            {
                files.Add(file with { Secret = key == "secrets" });
            }
        }

        return files;
    }

    private static ContainerFile? Long(MapNode map, string key, Func<string, string> target, ReadingContext context)
    {
        context.CheckKeys(map, KnownKeys.FileGrant, $"an entry of `{key}`");
        var reader = new MapReader(map, context);
        if (reader.Text("source") is not { } source)
        {
            if (reader["source"] is null)
            {
                context.Error(map.At, $"an entry of `{key}` has no source", "Write source: NAME.");
            }

            return null;
        }

        var written = reader.Text("target")?.Value;
        var mode = reader["mode"] is { } node ? context.FileMode(node, "`mode`") : null;
        var place = written is null ? target(source.Value)
            : written.StartsWith('/') || !target("").StartsWith('/') ? written
            : key == "secrets" ? SecretsDirectory + written : "/" + written;
        return new ContainerFile(source.Value, place, Uid: reader.Text("uid")?.Value, Gid: reader.Text("gid")?.Value, Mode: mode);
    }
}
