using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>Who builds: Docker's builder of old, the BuildKit in it, or Podman's Buildah.</summary>
internal enum Builder
{
    Classic,
    BuildKit,
    Buildah,
}

/// <summary>
/// Which builder an image is built by: Docker's BuildKit wherever it can do all that is asked for, else the classic one. What no builder
/// of the engine can do is refused by its name in the document, all at once.
/// </summary>
internal static class BuilderChoice
{
    /// <summary>The first Docker (23.0) whose BuildKit is told sizes and limits.</summary>
    private static readonly (int Major, int Minor) LimitsOfBuildKit = (1, 42);

    /// <summary>Podmans that take secrets out of the context before anything can be copied from it.</summary>
    private static readonly Version SecretsOfBuildah = new(4, 0);

    /// <summary>Podmans that take further contexts as a map, with paths of their own machine.</summary>
    private static readonly Version ContextsOfBuildah = new(4, 2);
    private static readonly Version ContextsOfBuildahEnd = new(5, 7);

    /// <exception cref="Fault">No builder there can do all that is asked for.</exception>
    public static Builder Of(ContainerImage image, ApiVersion version, bool isLocal)
    {
        var build = image.Build!;
        var asked = new List<string>();
        Add(asked, build.Privileged, "privileged");
        Add(asked, build.Entitlements is { Count: > 0 }, "entitlements");
        if (version.Dialect == Dialect.Podman)
        {
            Add(asked, build.Ssh is { Count: > 0 }, "ssh");
            Add(asked, build.Secrets is { Count: > 0 } && !(version.Libpod >= SecretsOfBuildah), "secrets");
            Add(
                asked,
                build.AdditionalContexts is { Count: > 0 }
                    && !(isLocal && version.Libpod >= ContextsOfBuildah && version.Libpod < ContextsOfBuildahEnd),
                "additional_contexts");
            return asked.Count == 0 ? Builder.Buildah : throw Refused(image, asked, "Podman's builder cannot do here");
        }

        Add(asked, build.AdditionalContexts is { Count: > 0 }, "additional_contexts");
        if (asked.Count > 0)
        {
            throw Refused(image, asked, "no builder behind Docker's API can do");
        }

        asked.AddRange(OfBuildKit(build));
        var classic = new List<string>();
        var isOld = !version.IsAtLeast(LimitsOfBuildKit.Major, LimitsOfBuildKit.Minor);
        Add(classic, build.Network is not (null or "" or "default" or "host" or "none"), "network");
        Add(classic, isOld && build.ShmSizeBytes is not null, "shm_size");
        Add(classic, isOld && build.Ulimits is { Count: > 0 }, "ulimits");
        return (asked.Count, classic.Count) switch
        {
            ( > 0, > 0) => throw Refused(image, [.. asked, .. classic], "no builder of this Docker can do together"),
            ( > 0, _) when !version.HasBuildKit => throw Refused(image, asked, "BuildKit alone can do, which this Docker does not offer"),
            (_, 0) when version.HasBuildKit => Builder.BuildKit,
            _ => Builder.Classic,
        };
    }

    /// <summary>What it asks for that Docker's BuildKit alone can do.</summary>
    public static IReadOnlyList<string> OfBuildKit(ImageBuild build)
    {
        var asked = new List<string>();
        Add(asked, build.Secrets is { Count: > 0 }, "secrets");
        Add(asked, build.Ssh is { Count: > 0 }, "ssh");
        return asked;
    }

    private static void Add(List<string> keys, bool isAsked, string key)
    {
        if (isAsked)
        {
            keys.Add(key);
        }
    }

    private static Fault Refused(ContainerImage image, IEnumerable<string> keys, string why) => Fault.Invalid(
        $"image {image.Reference} is to be built with {string.Join(", ", keys.Select(static key => $"`{key}`"))}, which {why}",
        "remove it, or build the image with another tool and name it by `image` without `build`");
}
