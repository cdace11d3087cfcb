using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Services;

/// <summary>
/// A service's <c>volumes</c>: <c>[SOURCE:]TARGET[:OPTIONS]</c> or a map. Sources of binds come out absolute, names of volumes are the
/// document's.
/// </summary>
internal static class MountReader
{
    private const string Fix = "Write NAME:/target, ./source:/target or ./source:/target:ro.";

    private static readonly string[] Propagations = ["private", "rprivate", "shared", "rshared", "slave", "rslave"];
    private static readonly string[] Consistencies = ["cached", "delegated", "consistent"];
    private static readonly HashSet<string> Options =
        new([.. Propagations, .. Consistencies, "ro", "rw", "z", "Z", "nocopy"], StringComparer.Ordinal);

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal) { "bind", "volume", "tmpfs", "cluster", "npipe", "image" };

    public static IReadOnlyList<Placed<ContainerMount>> Read(MapReader service, ReadingContext context)
    {
        if (service["volumes"] is not { } node)
        {
            return [];
        }

        if (node is not ListNode list)
        {
            context.Error(node.At, $"`volumes` must be a list, and this is {node.Kind}", Fix);
            return [];
        }

        var mounts = new List<Placed<ContainerMount>>(list.Items.Count);
        foreach (var item in list.Items)
        {
            var mount = item is MapNode map ? ReadLong(map, context)
                : context.Text(item, "an entry of `volumes`") is { } text ? ReadShort(text, item.At, context)
                : null;
            if (mount is not null)
            {
                mounts.Add(new(mount, item.At));
            }
        }

        return mounts;
    }

    private static ContainerMount? ReadShort(string text, Place at, ReadingContext context)
    {
        var parts = text.Split(':');
        var target = parts.Length == 1 ? parts[0] : parts[1];
        if (parts.Length > 3 || parts.Any(part => part.Length == 0))
        {
            context.Error(at, $"`{ReadingContext.Short(text)}` is no volume", Fix);
            return null;
        }

        var options = parts.Length == 3 ? parts[2].Split(',') : [];
        if (options.FirstOrDefault(option => !Options.Contains(option)) is { } unknown)
        {
            context.Error(at, $"`{ReadingContext.Short(unknown)}` is no option of a volume", "Write ro or rw.");
            return null;
        }

        var source = parts.Length == 1 ? null : parts[0];
        var bind = source?[0] is '.' or '/' or '~';
        return Make(
            new ContainerMount(
                bind ? "bind" : "volume",
                source,
                target,
                options.Contains("ro"),
                options.FirstOrDefault(Propagations.Contains),
                CreateHostPath: bind,
                SeLinux: options.FirstOrDefault(option => option is "z" or "Z"),
                NoCopy: options.Contains("nocopy"),
                Consistency: options.FirstOrDefault(Consistencies.Contains)),
            at,
            context);
    }

    private static ContainerMount? ReadLong(MapNode map, ReadingContext context)
    {
        context.CheckKeys(map, KnownKeys.Mount, "an entry of `volumes`");
        var reader = new MapReader(map, context);
        var type = reader.Text("type");
        var source = reader.Text("source");
        var target = reader.Text("target");
        var mount = MountOptionsReader.Read(new ContainerMount(
            type?.Value ?? "", source?.Value, target?.Value ?? "", reader.Bool("read_only")?.Value ?? false,
            Consistency: reader.OneOf("consistency", Consistencies)), reader, context);
        if (type is null || !Types.Contains(type.Value.Value))
        {
            context.Error(
                type?.At ?? map.At,
                type is { } wrong ? $"`{ReadingContext.Short(wrong.Value)}` is no type of volume" : "an entry of `volumes` has no type",
                "Write type: bind, volume or tmpfs.");
            return null;
        }

        if (target is null)
        {
            context.Error(map.At, "an entry of `volumes` has no target", "Write target: /path.");
            return null;
        }

        if (type.Value.Value is "bind" or "image" && source is not { Value.Length: > 0 })
        {
            context.Error(
                map.At, $"{(type.Value.Value == "bind" ? "a bind" : "an image mount")} has no source",
                type.Value.Value == "bind" ? "Write source: ./path." : "Write source: IMAGE.");
            return null;
        }

        if (type.Value.Value == "tmpfs" && source is { } given)
        {
            context.Error(given.At, "a tmpfs has no source", "Remove it, or write type: bind.");
        }

        return Make(mount, map.At, context);
    }

    private static ContainerMount? Make(ContainerMount mount, Place at, ReadingContext context)
    {
        if (!mount.Target.StartsWith('/'))
        {
            context.Error(at, $"the target `{ReadingContext.Short(mount.Target)}` is no absolute path", "Begin it with /.");
            return null;
        }

        return mount with
        {
            Source = mount.Type == "bind" ? Resolve(mount.Source!, context) : mount.Source,
            Target = mount.Target.Length > 1 ? Path.GetFullPath(mount.Target).TrimEnd('/') is { Length: > 0 } clean ? clean : "/" : "/",
        };
    }

    private static string Resolve(string source, ReadingContext context)
    {
        if (source == "~" || source.StartsWith("~/", StringComparison.Ordinal))
        {
            source = (context.Source.Variable("HOME") ?? "~") + source[1..];
        }

        return DocumentPaths.Absolute(context.Source.ProjectDirectory, source);
    }
}
