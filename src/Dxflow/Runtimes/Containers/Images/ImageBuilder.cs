using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Images.Sessions;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Starting;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// Builds a service's image by the builder that its engine has for it: 1 what none of them can do is refused by name, 2 secrets are read,
/// a Dockerfile for Podman is looked through if its caller may not have all of the machine, and BuildKit is given a session to ask for
/// them, 3 the context is sent as it is read, 4 the builder's last lines are kept for the case that it fails. What it says is told without
/// the secrets.
/// </summary>
internal sealed class ImageBuilder(EngineApi api, ContainerRuntimeOptions options, TimeProvider time)
{
    private const int LinesKept = 6;
    private const int LineCharactersMax = 300;
    private const string CacheImage = "ref=";
    private const string ImageScheme = "docker-image://";

    public async Task BuildAsync(ImageWish wish, Action<ProgressLine>? tell, CancellationToken cancel)
    {
        // 1
        var image = wish.Image;
        var builder = BuilderChoice.Of(image, await api.VersionAsync(cancel), api.Address.IsLocal);
        var build = wish.Project.Reach is { } reach ? HostPaths.Settled(image.Build!, reach) : image.Build!;

        // 2
        var secrets = BuildSecrets.Of(build);
        var isLimited = builder == Builder.Buildah && wish.Project.Reach is not null;
        using var context = ContextArchive.Of(
            build, builder == Builder.Buildah ? secrets : null, isLimited ? text => BaseImages.Check(text, build.Args) : null);
        await using var session = builder == Builder.BuildKit ? await SessionAsync(build, secrets, cancel) : null;
        var last = new Queue<string>();
        try
        {
            // 3
            var request = Request(wish, build, context) with
            {
                Session = session?.Id,
                CacheFrom = builder == Builder.Buildah ? null : Caches(build),
                Arguments = builder == Builder.BuildKit ? WithInlineCache(build) : build.Args,
            };
            await foreach (var line in new BuildCalls(api).BuildAsync(request, context.Content, cancel))
            {
                var told = line with { Stream = secrets.Hidden(line.Stream), Status = secrets.Hidden(line.Status) };
                Keep(told.Stream, last);
                tell?.Invoke(told);
            }
        }
        catch (Fault) when (context.Failure is { } unread)
        {
            throw unread;
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is { } status)
        {
            // 4
            var words = secrets.Hidden(EngineRefusal.WordsOf(refused).Trim());
            var said = last.Count == 0 ? words : $"{words}; the build said last: {string.Join(" / ", last)}";
            throw EngineRefusal.ToFault((System.Net.HttpStatusCode)status, said!, $"build of {image.Reference}");
        }
    }

    /// <summary>Null: whatever stands before the daemon lets no session through, and the builder of old can do it too.</summary>
    private async Task<BuildSession?> SessionAsync(ImageBuild build, BuildSecrets secrets, CancellationToken cancel)
    {
        var offers = new SessionOffers(secrets, Logins(), SessionOffers.Sockets(build, options.SshSocket));
        try
        {
            return await BuildSession.OpenAsync(api, offers, time, cancel);
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is not null && BuilderChoice.OfBuildKit(build).Count == 0)
        {
            return null;
        }
    }

    private IReadOnlyDictionary<string, RegistryLogin> Logins() => options.Logins?.Invoke() ?? new Dictionary<string, RegistryLogin>();

    private BuildRequest Request(ImageWish wish, ImageBuild build, ContextArchive context)
    {
        var image = wish.Image;
        return new BuildRequest(
            [image.Reference, .. build.Tags ?? []],
            context.Dockerfile,
            build.Target,
            build.Args,
            new Dictionary<string, string>(build.Labels ?? new Dictionary<string, string>())
            {
                [Labels.Project] = wish.Project.Name,
                [Labels.Service] = wish.Service,
                [Labels.Version] = StartLabels.Version,
            },
            build.NoCache,
            build.Pull,
            image.Platform ?? (build.Platforms is [var only] ? only : null),
            Logins())
        {
            Remote = context.Remote,
            Secrets = context.Secrets,
            Contexts = build.AdditionalContexts?.ToDictionary(static pair => pair.Key, static pair => Further(pair.Value)),
            ExtraHosts = build.ExtraHosts,
            Network = build.Network,
            ShmSizeBytes = build.ShmSizeBytes,
            Ulimits = build.Ulimits?.Select(static each => new UlimitRequest(each.Name, each.Soft, each.Hard)).ToList(),
        };
    }

    /// <summary>
    /// Behind Docker's API a cache is an image. Of what is written in the long form others are left out: they would make it quicker. Podman
    /// means something else by it, a repository of layers, and refuses images.
    /// </summary>
    private static IReadOnlyList<string> Caches(ImageBuild build) =>
    [
        .. (build.CacheFrom ?? [])
            .Select(static written => !written.Contains('=') ? written
                : written.Split(',') is var parts && parts.Contains("type=registry")
                    ? parts.FirstOrDefault(static part => part.StartsWith(CacheImage, StringComparison.Ordinal))?[CacheImage.Length..]
                    : null)
            .OfType<string>(),
    ];

    /// <summary>What later builds can take from the image itself; BuildKit is told so by a variable of its own.</summary>
    private static IReadOnlyDictionary<string, string>? WithInlineCache(ImageBuild build)
    {
        const string Variable = "BUILDKIT_INLINE_CACHE";
        var args = build.Args ?? new Dictionary<string, string>();
        return build.CacheTo?.Any(static cache => cache.Split(',').Contains("type=inline")) == true && !args.ContainsKey(Variable)
            ? new Dictionary<string, string>(args) { [Variable] = "1" }
            : build.Args;
    }

    private static BuildContext Further(string written) =>
        written.StartsWith(ImageScheme, StringComparison.Ordinal) ? new BuildContext(written[ImageScheme.Length..], IsImage: true)
        : written.StartsWith('/') ? new BuildContext(written)
        : ContextArchive.IsFetched(written) ? new BuildContext(written, IsUrl: true)
        : throw Fault.Invalid(
            $"`additional_contexts` names {written}, which is no directory of this machine, no image, and nothing that is fetched so",
            "write a path, docker-image://NAME, or an address that begins with https:// or git://");

    private static void Keep(string? said, Queue<string> last)
    {
        foreach (var line in (said ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            last.Enqueue(line.Length <= LineCharactersMax ? line : line[..LineCharactersMax] + "…");
            if (last.Count > LinesKept)
            {
                last.Dequeue();
            }
        }
    }
}
