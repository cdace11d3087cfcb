using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Starting;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// Builds a service's image by the builder that every engine has behind its API: 1 what only another builder can do is refused by name, 2
/// the context is sent as it is read, 3 the builder's last lines are kept for the case that it fails.
/// </summary>
internal sealed class ImageBuilder(EngineApi api, ContainerRuntimeOptions options)
{
    private const int LinesKept = 6;
    private const int LineCharactersMax = 300;

    public async Task BuildAsync(ImageWish wish, Action<ProgressLine>? tell, CancellationToken cancel)
    {
        var (image, build) = (wish.Image, wish.Image.Build!);

        // 1
        Check(image);

        // 2
        using var context = ContextArchive.Of(wish.Project.Reach is { } reach ? HostPaths.Settled(build, reach) : build);
        var last = new Queue<string>();
        try
        {
            await foreach (var line in new BuildCalls(api).BuildAsync(Request(wish, context), context.Content, cancel))
            {
                Keep(line.Stream, last);
                tell?.Invoke(line);
            }
        }
        catch (Fault) when (context.Failure is { } unread)
        {
            throw unread;
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is { } status)
        {
            // 3
            var words = EngineRefusal.WordsOf(refused).Trim();
            var said = last.Count == 0 ? words : $"{words}; the build said last: {string.Join(" / ", last)}";
            throw EngineRefusal.ToFault((System.Net.HttpStatusCode)status, said, $"build of {image.Reference}");
        }
    }

    /// <summary>Asked only when there is something to build: an image that is there may have been built by BuildKit.</summary>
    public static void Check(ContainerImage image)
    {
        var build = image.Build!;
        var beyond = build.Secrets is { Count: > 0 } ? "secrets"
            : build.Ssh is { Count: > 0 } ? "ssh"
            : build.AdditionalContexts is { Count: > 0 } ? "additional_contexts"
            : build.Privileged ? "privileged"
            : image.Platform is null && build.Platforms is { Count: > 1 } ? "platforms (more than one)"
            : null;
        if (beyond is not null)
        {
            throw Fault.Invalid(
                $"image {image.Reference} is to be built with `{beyond}`, which BuildKit alone can do",
                "remove it, or build the image with another tool and name it by `image` without `build`");
        }
    }

    private BuildRequest Request(ImageWish wish, ContextArchive context)
    {
        var (image, build) = (wish.Image, wish.Image.Build!);
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
            options.Logins?.Invoke() ?? new Dictionary<string, RegistryLogin>())
        {
            Remote = context.Remote,
            CacheFrom = build.CacheFrom,
            ExtraHosts = build.ExtraHosts,
            Network = build.Network,
            ShmSizeBytes = build.ShmSizeBytes,
            Ulimits = build.Ulimits?.Select(static each => new UlimitRequest(each.Name, each.Soft, each.Hard)).ToList(),
        };
    }

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
