using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary>
/// A service's container as the document says it: every form of every key checked and resolved, but networks, volumes, configs and
/// secrets still by the document's names, and the image empty where it is built without a name. The plan puts the project's in.
/// </summary>
internal static class ContainerReader
{
    public static ContainerSpec Read(ServiceSpec service, MapReader reader, ReadingContext context) => new(
        ImageReader.Read(service, reader, context),
        ContainerName(service, context),
        service.User?.Value,
        reader.Words("group_add"),
        reader.Bool("init")?.Value,
        service.Tty?.Value ?? false,
        service.StdinOpen?.Value ?? false,
        reader.Bool("read_only")?.Value ?? false,
        reader.Text("runtime")?.Value,
        NetworkingReader.Read(service, reader, context),
        Mounts(service, reader, context),
        Files(reader, context),
        reader.Words("volumes_from"),
        SecurityReader.Read(reader, context),
        NamespaceReader.Read(reader, context),
        LimitsReader.Read(service, reader, context),
        DevicesReader.Read(reader, context),
        Logging(reader, context),
        reader.Pairs("annotations"),
        reader.Pairs("storage_opt"),
        HookReader.Read(reader, "post_start", context),
        HookReader.Read(reader, "pre_stop", context),
        reader.Bool("use_api_socket")?.Value ?? false);

    private static string? ContainerName(ServiceSpec service, ReadingContext context)
    {
        if (service.ContainerName is { } name && !Forms.Name().IsMatch(name.Value))
        {
            context.Error(
                name.At, $"`{ReadingContext.Short(name.Value)}` is no name of a container",
                "Use letters, digits and . _ - only, at least two of them, beginning with a letter or a digit.");
        }

        return service.ContainerName?.Value;
    }

    private static IReadOnlyList<ContainerMount>? Mounts(ServiceSpec service, MapReader reader, ReadingContext context)
    {
        var mounts = service.Volumes.Concat(TmpfsReader.Read(reader, context)).ToList();
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mount in mounts.Where(mount => !targets.Add(mount.Value.Target)))
        {
            context.Error(mount.At, $"something is mounted at {ReadingContext.Short(mount.Value.Target)} already", "Mount one of the two.");
        }

        return mounts.Count > 0 ? [.. mounts.Select(mount => mount.Value)] : null;
    }

    private static IReadOnlyList<ContainerFile>? Files(MapReader reader, ReadingContext context)
    {
        var files = FileGrantReader.Read(reader["configs"], "configs", source => $"/{source}", context)
            .Concat(FileGrantReader.Read(reader["secrets"], "secrets", source => $"/run/secrets/{source}", context)).ToList();
        return files.Count > 0 ? files : null;
    }

    private static ContainerLogging? Logging(MapReader reader, ReadingContext context)
    {
        if (reader.Map("logging") is not { } map)
        {
            return null;
        }

        context.CheckKeys(map, KnownKeys.Logging, "`logging`");
        var logging = new MapReader(map, context);
        return new ContainerLogging(logging.Text("driver")?.Value, logging.Pairs("options"));
    }
}
