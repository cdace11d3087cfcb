using System.Collections.Concurrent;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Watching;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// Sees to it that images are where the containers are made, as their pull policies want it: here, pulled, or built. Whoever needs the same
/// image meanwhile waits for the same pull or build, which ends when nobody waits for it any more.
/// </summary>
internal sealed class ImageSupply(EngineApi api, ContainerRuntimeOptions options, TimeProvider time)
{
    private const int DoneMax = 10_000;

    private readonly ImageCalls images = new(api);
    private readonly ContainerCalls containers = new(api);
    private readonly ImageBuilder builder = new(api, options, time);
    private readonly SharedWork<string, ImageAnswer> work = new();
    private readonly ConcurrentDictionary<(string Once, string Key), bool> done = new();
    private readonly ConcurrentDictionary<string, ImageProgress> under = new(StringComparer.Ordinal);

    /// <summary>The image, if nothing has to be fetched or built for it; null: ask for <see cref="SupplyAsync"/>.</summary>
    /// <exception cref="Fault">It is not here, and may not be fetched.</exception>
    public async Task<ImageAnswer?> LookAsync(ImageWish wish, CancellationToken cancel)
    {
        var image = wish.Image;
        if (await images.FindAsync(image.Reference, cancel) is { } here)
        {
            return IsDue(image, here) && !IsDone(wish) ? null : here;
        }

        return image is { Pull: PullPolicy.Never, Build: null }
            ? throw Fault.Missing($"image {image.Reference} is not here", "its pull policy is never")
            : null;
    }

    /// <summary>The image, fetched or built if its policy wants that; what the engine tells meanwhile is handed on.</summary>
    public async Task<ImageAnswer> SupplyAsync(ImageWish wish, CancellationToken cancel, Action<ProgressLine>? tell = null)
    {
        if (await LookAsync(wish, cancel) is { } here)
        {
            return here;
        }

        var image = await work.DoAsync(wish.Key, over => ToldAsync(wish, tell, over), cancel);
        if (wish.Once is { } once)
        {
            if (done.Count > DoneMax)
            {
                done.Clear();
            }

            done[(once, wish.Key)] = true;
        }

        return image;
    }

    /// <summary>How far the pull or the build is that serves a wish; null: there is none now.</summary>
    public (string State, string Text)? ProgressOf(ImageWish wish) =>
        under.TryGetValue(wish.Key, out var progress) ? progress.Now : null;

    /// <summary>Whether a container of a service was made of another image than this one.</summary>
    public async Task<bool> HasOtherAsync(string project, string service, string image, CancellationToken cancel)
    {
        var found = await containers.ListAsync(
            cancel, all: true, ("label", [$"{Labels.Project}={project}", $"{Labels.Service}={service}", $"{Labels.OneOff}=False"]));
        return found.Any(one => one.Labels?.GetValueOrDefault(Labels.Image) is { } made && made != image);
    }

    private async Task PullAsync(ContainerImage image, Action<ProgressLine> tell, CancellationToken cancel)
    {
        var reference = ImageReference.Parse(image.Reference);
        await foreach (var line in images.PullAsync(reference, image.Platform, options.Login?.Invoke(reference.Registry), cancel))
        {
            // Its last line is what counts, and an error in it is thrown.
            tell(line);
        }
    }

    private async Task<ImageAnswer> ToldAsync(ImageWish wish, Action<ProgressLine>? tell, CancellationToken cancel)
    {
        var progress = new ImageProgress();
        under[wish.Key] = progress;
        try
        {
            return await FetchAsync(
                wish,
                progress,
                line =>
                {
                    progress.Tell(line);
                    tell?.Invoke(line);
                },
                cancel);
        }
        finally
        {
            // The next one for the same may have begun.
            under.TryRemove(KeyValuePair.Create(wish.Key, progress));
        }
    }

    private async Task<ImageAnswer> FetchAsync(
        ImageWish wish, ImageProgress progress, Action<ProgressLine> tell, CancellationToken cancel)
    {
        var image = wish.Image;
        var isPulled = image.Pull is not (PullPolicy.Build or PullPolicy.Missing or PullPolicy.Never);
        if (image.Build is null)
        {
            await PullAsync(image, tell, cancel);
        }
        else if (!isPulled || !await IsPulledAsync(image, tell, cancel))
        {
            progress.Build();
            await builder.BuildAsync(wish, tell, cancel);
        }

        return await images.FindAsync(image.Reference, cancel)
            ?? throw Fault.Missing($"image {image.Reference} was fetched, and is not here under that name");
    }

    /// <summary>What no registry has is built.</summary>
    private async Task<bool> IsPulledAsync(ContainerImage image, Action<ProgressLine> tell, CancellationToken cancel)
    {
        try
        {
            await PullAsync(image, tell, cancel);
            return true;
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is not null)
        {
            return false;
        }
    }

    private bool IsDone(ImageWish wish) => wish.Once is { } once && done.ContainsKey((once, wish.Key));

    private bool IsDue(ContainerImage wanted, ImageAnswer here)
    {
        const int DaysPerWeek = 7;
        var age = time.GetUtcNow() - (EngineTime.Parse(here.Metadata?.LastTagTime) ?? DateTimeOffset.UnixEpoch);
        return wanted.Pull switch
        {
            PullPolicy.Always => true,
            PullPolicy.Build => wanted.Build is not null,
            PullPolicy.Daily => age >= TimeSpan.FromDays(1),
            PullPolicy.Weekly => age >= TimeSpan.FromDays(DaysPerWeek),
            PullPolicy.Refresh => age >= wanted.RefreshAfter,
            _ => false,
        };
    }
}
