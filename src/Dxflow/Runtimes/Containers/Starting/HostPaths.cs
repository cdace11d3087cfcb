using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>
/// Paths of the host that a container is about to be given, looked at once more: since the plan was made, a link may have come to lead
/// elsewhere. What is given is the path with all links followed, as it was when it was allowed.
/// </summary>
internal static class HostPaths
{
    private const string Device = "device";

    public static TaskSpec Settled(TaskSpec spec)
    {
        if (spec.Container is not { Project: { Reach: { } reach } project } task)
        {
            return spec;
        }

        foreach (var volume in project.Volumes.Where(static volume => !volume.External))
        {
            if (volume.DriverOptions?.GetValueOrDefault(Device) is { } device && device.StartsWith('/'))
            {
                Allowed(device, reach);
            }
        }

        return spec with
        {
            Container = task with
            {
                Spec = task.Spec with
                {
                    Mounts = task.Spec.Mounts is { } mounts ? [.. mounts.Select(mount => Settled(mount, reach))] : null,
                    Files = task.Spec.Files is { } files
                        ? [.. files.Select(file => file.Source is { } source ? file with { Source = Allowed(source, reach) } : file)]
                        : null,
                },
            },
        };
    }

    /// <summary>What an image is built from, and what the build is given. A Dockerfile within its context goes along with that.</summary>
    public static ImageBuild Settled(ImageBuild build, HostReach reach)
    {
        build = build with
        {
            Secrets = build.Secrets is { } secrets
                ? [.. secrets.Select(file => file.Source is { } source ? file with { Source = Allowed(source, reach) } : file)]
                : null,
            AdditionalContexts = build.AdditionalContexts?.ToDictionary(
                static pair => pair.Key, pair => pair.Value.StartsWith('/') ? Allowed(pair.Value, reach) : pair.Value),
        };
        if (!build.Context.StartsWith('/'))
        {
            return build;
        }

        var (root, real) = (build.Context.TrimEnd('/') + "/", Allowed(build.Context, reach));
        return build with
        {
            Context = real,
            Dockerfile = build.Dockerfile is not { } file ? null
                : file.StartsWith(root, StringComparison.Ordinal) ? $"{real.TrimEnd('/')}/{file[root.Length..]}"
                : Allowed(file, reach),
        };
    }

    private static ContainerMount Settled(ContainerMount mount, HostReach reach) =>
        mount is { Type: "bind", Source: { } source } ? mount with { Source = Allowed(source, reach) } : mount;

    private static string Allowed(string path, HostReach reach) => reach.Refusal(path) is { } why
        ? throw new Fault(FaultKind.Forbidden, $"{path} {why}", "PLATFORM, or the setting allow-host-paths, opens it")
        : RealPath.Of(path)!;
}
