using System.Globalization;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>
/// Mounts in the two forms of the API: the long one, and the short one where only that can say it (a directory of the host that is made
/// if it is missing, labels of SELinux), and options of a tmpfs.
/// </summary>
internal static class MountsOf
{
    public static bool IsBind(ContainerMount mount) =>
        mount is { Type: "bind", Source: { } source } && (mount.CreateHostPath || mount.SeLinux is not null)
        && !source.Contains(':') && !mount.Target.Contains(':');

    public static string Bind(ContainerMount mount)
    {
        string?[] options =
        [
            mount.ReadOnly ? "ro" : null, mount.Propagation, mount.SeLinux, mount.Recursive == "disabled" ? "bind-nonrecursive" : null,
        ];
        var text = string.Join(',', options.OfType<string>());
        return text.Length == 0 ? $"{mount.Source}:{mount.Target}" : $"{mount.Source}:{mount.Target}:{text}";
    }

    /// <summary>A tmpfs with options that only the form of <c>mount(8)</c> has (<c>noexec</c>, <c>uid=5</c>).</summary>
    public static bool IsTmpfs(ContainerMount mount) => mount is { Type: "tmpfs", TmpfsOptions: not null };

    public static string Tmpfs(ContainerMount mount) => string.Join(',', new[]
    {
        mount.ReadOnly ? "ro" : null,
        mount.TmpfsSizeBytes is { } size ? string.Create(CultureInfo.InvariantCulture, $"size={size}") : null,
        mount.TmpfsMode is { } mode ? $"mode={Convert.ToString(mode, 8)}" : null,
        mount.TmpfsOptions,
    }.OfType<string>());

    public static MountRequest Mount(ContainerMount mount) => new(
        mount.Type,
        mount.Target,
        mount.Source,
        mount.ReadOnly ? true : null,
        mount.Consistency,
        mount.Type == "bind" && (mount.Propagation ?? mount.Recursive) is not null ? Options(mount) : null,
        mount.Type == "volume" && (mount.NoCopy || mount.SubPath is not null || mount.Labels is not null)
            ? new VolumeOptions(mount.NoCopy ? true : null, mount.SubPath, mount.Labels)
            : null,
        mount.Type == "tmpfs" && (mount.TmpfsSizeBytes is not null || mount.TmpfsMode is not null)
            ? new TmpfsOptions(mount.TmpfsSizeBytes, mount.TmpfsMode)
            : null,
        mount.Type == "image" && mount.SubPath is not null ? new ImageOptions(mount.SubPath) : null);

    private static BindOptions Options(ContainerMount mount) => new(
        mount.Propagation,
        NonRecursive: mount.Recursive == "disabled" ? true : null,
        ReadOnlyNonRecursive: mount.Recursive == "writable" ? true : null,
        ReadOnlyForceRecursive: mount.Recursive == "readonly" ? true : null);
}
