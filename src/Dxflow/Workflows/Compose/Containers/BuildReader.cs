using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Services;
using Dxflow.Workflows.Compose.Sources;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary><c>build</c>: a context, or a map. Local paths come out absolute; what is fetched from elsewhere stays as it is.</summary>
internal static class BuildReader
{
    private const string DefaultDockerfile = "Dockerfile";

    private static readonly string[] Remote =
        ["docker-image://", "https://", "http://", "git://", "git@", "ssh://", "github.com/", "service:"];

    public static ImageBuild? Read(Node? node, ReadingContext context)
    {
        if (node is null)
        {
            return null;
        }

        if (node is not MapNode map)
        {
            return context.Text(node, "`build`") is { } path
                ? new ImageBuild(Local(path, context), Dockerfile(DefaultDockerfile, path, context)) : null;
        }

        context.CheckKeys(map, KnownKeys.Build, "`build`");
        var build = new MapReader(map, context);
        Describe(build);
        var root = build.Text("context")?.Value ?? ".";
        var file = build.Text("dockerfile");
        var inline = build.Text("dockerfile_inline");
        if (file is { } one && inline is not null)
        {
            context.Error(one.At, "`dockerfile` and `dockerfile_inline` exclude each other", "Keep one of the two.");
        }

        var secrets = FileGrantReader.Read(build["secrets"], "secrets", source => source, context);
        return new ImageBuild(
            Local(root, context),
            inline is null ? Dockerfile(file?.Value ?? DefaultDockerfile, root, context) : null,
            inline?.Value,
            build.Pairs("args", context.Interpolation.Variable),
            build.Text("target")?.Value,
            build.Pairs("labels"),
            build.Words("tags"),
            build.Words("cache_from"),
            HostsReader.Read(build["extra_hosts"], context),
            build.Text("network")?.Value,
            build.Size("shm_size"),
            build.Bool("no_cache")?.Value ?? false,
            build.Bool("pull")?.Value ?? false,
            build.Bool("privileged")?.Value ?? false,
            build.Text("isolation")?.Value,
            Contexts(build, context),
            secrets.Count > 0 ? secrets : null,
            Ssh(build, context),
            UlimitReader.Read(build, context),
            build.Words("platforms"),
            build.Words("cache_to"),
            build.Words("entitlements"));
    }

    /// <summary>Whether a context or what stands for one is fetched, and no path of the engine's machine.</summary>
    public static bool IsRemote(string context) => Remote.Any(start => context.StartsWith(start, StringComparison.Ordinal));

    private static string Local(string path, ReadingContext context) =>
        IsRemote(path) ? path : DocumentPaths.Absolute(context.Source.ProjectDirectory, path);

    // Within a context that is fetched a path stays relative to it.
    private static string Dockerfile(string path, string root, ReadingContext context) =>
        IsRemote(root) ? path : DocumentPaths.Absolute(Local(root, context), path);

    private static Dictionary<string, string>? Contexts(MapReader build, ReadingContext context)
    {
        const string Layout = "oci-layout://";
        return build.Pairs("additional_contexts")?.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.StartsWith(Layout, StringComparison.Ordinal)
                ? Layout + Local(pair.Value[Layout.Length..], context) : Local(pair.Value, context),
            StringComparer.Ordinal);
    }

    private static IReadOnlyList<string>? Ssh(MapReader build, ReadingContext context) => build.Pairs("ssh") is not { } keys ? null
        : [.. keys.Select(key => key.Value.Length == 0 ? key.Key : $"{key.Key}={Local(key.Value, context)}")];

    // The engines' APIs have no word for them: the form is checked, and the plan tells that they have no effect.
    private static void Describe(MapReader build)
    {
        build.Words("no_cache_filter", orText: true);
        foreach (var key in (string[])["provenance", "sbom"])
        {
            build.Text(key);
        }
    }
}
