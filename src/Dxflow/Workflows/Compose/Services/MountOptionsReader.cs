using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;

namespace Dxflow.Workflows.Compose.Services;

/// <summary>What the long form of a mount has for each type: <c>bind</c>, <c>volume</c>, <c>tmpfs</c>, <c>image</c>.</summary>
internal static class MountOptionsReader
{
    public static ContainerMount Read(ContainerMount mount, MapReader reader, ReadingContext context)
    {
        if (Part(mount, reader, "bind", KnownKeys.MountBind, context) is { } bind)
        {
            mount = mount with
            {
                Propagation = bind.OneOf("propagation", "private", "rprivate", "shared", "rshared", "slave", "rslave"),
                CreateHostPath = bind.Bool("create_host_path")?.Value ?? true,
                SeLinux = bind.OneOf("selinux", "z", "Z"),
                Recursive = bind.OneOf("recursive", "enabled", "disabled", "writable", "readonly"),
            };
        }

        if (Part(mount, reader, "volume", KnownKeys.MountVolume, context) is { } volume)
        {
            mount = mount with
            {
                NoCopy = volume.Bool("nocopy")?.Value ?? false,
                SubPath = SubPath(volume, context),
                Labels = volume.Pairs("labels"),
            };
        }

        if (Part(mount, reader, "tmpfs", KnownKeys.MountTmpfs, context) is { } tmpfs)
        {
            mount = mount with
            {
                TmpfsSizeBytes = tmpfs.Size("size"),
                TmpfsMode = tmpfs["mode"] is { } mode ? context.FileMode(mode, "`mode`") : null,
            };
        }

        return Part(mount, reader, "image", KnownKeys.MountImage, context) is { } image
            ? mount with { SubPath = SubPath(image, context) } : mount;
    }

    private static MapReader? Part(ContainerMount mount, MapReader reader, string key, string[] known, ReadingContext context)
    {
        if (reader.Map(key) is not { } map)
        {
            return null;
        }

        context.CheckKeys(map, known, $"`{key}` of a volume");
        if (mount.Type != key)
        {
            context.Problems.Warn(map.At, $"`{key}` has no effect on a mount of type {mount.Type}", "Remove it, or change the type.");
            return null;
        }

        return new MapReader(map, context);
    }

    private static string? SubPath(MapReader reader, ReadingContext context)
    {
        if (reader.Text("subpath") is not { } path)
        {
            return null;
        }

        if (path.Value.StartsWith('/') || path.Value.Split('/').Contains(".."))
        {
            context.Error(path.At, $"the subpath `{ReadingContext.Short(path.Value)}` leaves the volume", "Write a path within it: a/b");
        }

        return path.Value;
    }
}
