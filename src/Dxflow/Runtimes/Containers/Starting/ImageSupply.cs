using System.Collections.Concurrent;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Watching;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>
/// Sees to it that an image is where the containers are made, as its pull policy wants it. Whoever needs the same image meanwhile waits
/// for the same pull.
/// </summary>
internal sealed class ImageSupply(EngineApi api, ContainerRuntimeOptions options, TimeProvider time)
{
    private readonly ImageCalls images = new(api);
    private readonly ConcurrentDictionary<ContainerImage, Lazy<Task<ImageAnswer>>> fetching = new();

    public async Task<ImageAnswer> FindAsync(ContainerImage image, CancellationToken cancel)
    {
        var shared = fetching.GetOrAdd(image, key => new Lazy<Task<ImageAnswer>>(() => SupplyAsync(key, cancel)));
        try
        {
            return await shared.Value.WaitAsync(cancel);
        }
        finally
        {
            fetching.TryRemove(KeyValuePair.Create(image, shared));
        }
    }

    private async Task<ImageAnswer> SupplyAsync(ContainerImage image, CancellationToken cancel)
    {
        var here = await images.FindAsync(image.Reference, cancel);
        if (image.Build is not null && (here is null || image.Pull == PullPolicy.Build))
        {
            await (options.Build ?? throw Fault.Invalid($"image {image.Reference} has to be built, and nobody here builds images"))(
                api, image, cancel);
            here = null;
        }
        else if (here is null ? image.Pull != PullPolicy.Never : IsDue(image, here))
        {
            await PullAsync(image, cancel);
            here = null;
        }

        return here ?? await images.FindAsync(image.Reference, cancel)
            ?? throw Fault.Missing(
                $"image {image.Reference} is not here", image.Pull == PullPolicy.Never ? "its pull policy is never" : null);
    }

    private async Task PullAsync(ContainerImage image, CancellationToken cancel)
    {
        var reference = ImageReference.Parse(image.Reference);
        await foreach (var _ in images.PullAsync(reference, image.Platform, options.Login?.Invoke(reference.Registry), cancel))
        {
            // Its last line is what counts, and an error in it is thrown.
        }
    }

    private bool IsDue(ContainerImage wanted, ImageAnswer here)
    {
        const int DaysPerWeek = 7;
        var age = time.GetUtcNow() - (EngineTime.Parse(here.Metadata?.LastTagTime) ?? DateTimeOffset.UnixEpoch);
        return wanted.Pull switch
        {
            PullPolicy.Always => true,
            PullPolicy.Daily => age >= TimeSpan.FromDays(1),
            PullPolicy.Weekly => age >= TimeSpan.FromDays(DaysPerWeek),
            PullPolicy.Refresh => age >= wanted.RefreshAfter,
            _ => false,
        };
    }
}
