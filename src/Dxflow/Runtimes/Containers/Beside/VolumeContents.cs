using System.Security.Cryptography;
using Dxflow.Artifacts;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Starting;

namespace Dxflow.Runtimes.Containers.Beside;

/// <summary>
/// What lies in volumes of a container engine, which alone can say it: 1 the volume is looked for, for a container would make it, 2 a
/// container is made that has it mounted to be read, and is never started, 3 the engine packs what lies at the path, 4 the container goes.
/// One at a time, so that what a crash has left between is found and removed by the next.
/// </summary>
internal sealed class VolumeContents(EngineApi api, ImageSupply supply, string engine)
{
    private const string Label = "dxflow.reader";
    private const string Inside = "/dxflow.volume";
    private const int NameBytes = 8;

    private readonly ContainerCalls containers = new(api);
    private readonly VolumeCalls volumes = new(api);
    private readonly ImageCalls images = new(api);
    private readonly SemaphoreSlim one = new(1);

    /// <exception cref="Fault">There is no such volume, nothing at the path, or something of another kind.</exception>
    /// <exception cref="ArtifactException">Something in it cannot be kept: a link, a device.</exception>
    public async Task<Artifact> TakeAsync(VolumeRead read, ArtifactStore store, CancellationToken cancel)
    {
        // 1
        if (await volumes.FindAsync(read.Volume, cancel) is null)
        {
            throw Fault.Missing($"the volume {read.Volume} is not there: nothing has used it yet");
        }

        var image = await ImageAsync(read, cancel);
        await one.WaitAsync(cancel);
        try
        {
            // 2
            await ClearAsync(cancel);
            var name = $"dxflow-reader-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes))}";
            var made = await containers.CreateAsync(name, image.Platform, Body(read, image), cancel);
            try
            {
                return await TakeAsync(made.Id, read, store, cancel);
            }
            finally
            {
                // 4: what its image has for volumes without a name goes with it.
                await containers.RemoveAsync(made.Id, force: true, volumes: true, CancellationToken.None);
            }
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<Artifact> TakeAsync(string container, VolumeRead read, ArtifactStore store, CancellationToken cancel)
    {
        // 3
        Stream archive;
        try
        {
            archive = await containers.DownloadAsync(container, read.Path.Length == 0 ? Inside : $"{Inside}/{read.Path}", cancel);
        }
        catch (Fault missing) when (EngineRefusal.StatusOf(missing) == 404)
        {
            throw Fault.Missing(VolumeRead.Refusal(read.Volume, read.Path, null, read.Kind));
        }

        await using (archive)
        {
            var packed = await store.AddArchiveAsync(archive, read.Volume, cancel);

            // What was asked for is the one thing in it, by its own name.
            var found = store.List(packed).FirstOrDefault(static entry => !entry.Key.Contains('/')).Value;
            return found?.Kind == read.Kind ? found
                : throw Fault.Invalid(VolumeRead.Refusal(read.Volume, read.Path, found?.Kind, read.Kind));
        }
    }

    private async Task<ContainerImage> ImageAsync(VolumeRead read, CancellationToken cancel)
    {
        foreach (var image in read.Images)
        {
            if (await images.FindAsync(image.Reference, cancel) is not null)
            {
                return image;
            }
        }

        if (read.Images.FirstOrDefault(static image => image.Build is null && image.Pull != PullPolicy.Never) is not { } wanted
            || read.Project is not { } project)
        {
            throw Fault.Missing("it is read through a container, and of the images of this run none is here yet");
        }

        await supply.SupplyAsync(new ImageWish(wanted with { Pull = PullPolicy.Missing, RefreshAfter = null }, project, Label), cancel);
        return wanted;
    }

    private async Task ClearAsync(CancellationToken cancel)
    {
        foreach (var left in await containers.ListAsync(cancel, all: true, ("label", [$"{Label}={engine}"])))
        {
            await containers.RemoveAsync(left.Id, force: true, volumes: true, cancel);
        }
    }

    private ContainerCreate Body(VolumeRead read, ContainerImage image) => new(
        image.Reference,
        Cmd: ["never"],
        Labels: new Dictionary<string, string> { [Label] = engine },
        HostConfig: new HostConfig(
            Mounts: [MountsOf.Mount(new ContainerMount("volume", read.Volume, Inside, ReadOnly: true, NoCopy: true))],
            NetworkMode: "none"));
}
