using System.Text.RegularExpressions;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Containers;

namespace Dxflow.Workflows.Documents.Demands;

/// <summary>The machine's own files: mounted, copied in, or read by a build.</summary>
internal static partial class HostDemands
{
    private const string Layout = "oci-layout://";
    private const string ImageScheme = "docker-image://";

    public static void Add(ContainerSpec container, DemandList demands)
    {
        Image("image", container.Image.Reference, "image", demands);
        foreach (var mount in container.Mounts ?? [])
        {
            Mount(mount, demands);
        }

        foreach (var file in container.Files?.Where(file => file.Source is not null) ?? [])
        {
            File(file, demands);
        }

        if (container.UseApiSocket)
        {
            demands.Power("use_api_socket", "is given the container engine's socket, and with it the machine");
        }

        if (container.Image.Build is { } build)
        {
            Build(build, demands);
        }
    }

    // Podman takes images out of directories and archives: oci:/path. A registry may have a port, which is a number.
    private static void Image(string key, string reference, string at, DemandList demands)
    {
        if (Transport().IsMatch(reference))
        {
            demands.Power(key, $"takes the image {reference} from a place that is no registry", at);
        }
    }

    private static void Mount(ContainerMount mount, DemandList demands)
    {
        var at = $"volumes {mount.Target}";
        if (mount.Type is not ("bind" or "volume" or "tmpfs" or "image"))
        {
            demands.Power("volumes", $"mounts something of the type {mount.Type}", at);
        }

        if (mount is { Type: "image", Source: { } image })
        {
            Image("volumes", image, at, demands);
        }

        if (mount.Type != "bind")
        {
            return;
        }

        demands.Path("volumes", $"mounts {mount.Source}", mount.Source!, at);
        if (mount.Propagation is "shared" or "rshared")
        {
            demands.Power("volumes", $"makes its mounts below {mount.Source} the host's", at);
        }
    }

    private static void File(ContainerFile file, DemandList demands)
    {
        var kind = file.Secret ? "secrets" : "configs";
        demands.Path($"{kind}.{file.Name}", $"is given the file {file.Source} of the machine", file.Source!);
    }

    private static void Build(ImageBuild build, DemandList demands)
    {
        // A Dockerfile that is named inside of its context is a demand of its own for the runtime alone, which follows its links.
        var beside = BuildReader.IsRemote(build.Context)
            || (build.Dockerfile?.StartsWith(build.Context.TrimEnd('/') + "/", StringComparison.Ordinal) ?? true);
        var paths = ((string?[])[build.Context, beside ? null : build.Dockerfile])
            .Concat(build.AdditionalContexts?.Values.Select(path => path.StartsWith(Layout, StringComparison.Ordinal)
                ? path[Layout.Length..] : path) ?? []);
        if (build.Context.StartsWith("git@", StringComparison.Ordinal) || build.Context.StartsWith("ssh://", StringComparison.Ordinal))
        {
            demands.Power("build", $"builds an image of {build.Context}, with the SSH keys of the container engine's user");
        }

        foreach (var path in paths.OfType<string>().Where(path => !BuildReader.IsRemote(path)).Distinct(StringComparer.Ordinal))
        {
            demands.Path("build", $"builds an image of {path}", path);
        }

        foreach (var image in build.AdditionalContexts?.Values.Where(path => path.StartsWith(ImageScheme, StringComparison.Ordinal)) ?? [])
        {
            Image("build", image[ImageScheme.Length..], "build", demands);
        }

        foreach (var file in build.Secrets?.Where(file => file.Source is not null) ?? [])
        {
            File(file, demands);
        }

        foreach (var cache in build.CacheFrom?.Where(from => from.Contains('=')) ?? [])
        {
            demands.Power("build", $"builds with the cache {cache}, which may be any path");
        }

        if (build.Privileged)
        {
            demands.Power("build", "builds with privileges, and so has all of the machine");
        }

        if (build.Network is not (null or "" or "none" or "default" or "bridge"))
        {
            demands.Power("build", $"builds in the network {build.Network}, which is not its own");
        }

        if (build.Ssh is { Count: > 0 })
        {
            demands.Power("build", "builds with the SSH keys of the engine's user");
        }
    }

    [GeneratedRegex(@"^[a-z0-9-]+:(?![0-9]+/)[^@]*/", RegexOptions.CultureInvariant)]
    private static partial Regex Transport();
}
