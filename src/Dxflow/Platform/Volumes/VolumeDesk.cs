using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;

namespace Dxflow.Platform.Volumes;

/// <summary>Volumes of container engines, for whoever may use these engines.</summary>
internal sealed class VolumeDesk(PlatformEngines engines)
{
    /// <summary>What an engine names itself: a container's volume that nobody gave a name.</summary>
    private const int AnonymousCharacters = 64;

    public async Task<VolumeItems> ListAsync(ListVolumes request, Call call)
    {
        var all = await new VolumeCalls(engines.Of(request.On).Api).ListAsync(call.Ended, ComposeLabels.Filters(request.Project));
        var (items, next) = Page.Of(all.Select(Item), static one => one.Name, request.Limit, request.Cursor);
        return new VolumeItems(items, next);
    }

    public async Task<VolumeDetails> InspectAsync(InspectVolume request, Call call)
    {
        var hiding = Hiding.For(request.Reveal, call.Caller);
        var engine = engines.Of(request.On);
        var found = await new VolumeCalls(engine.Api).FindAsync(PlatformNames.Thing(request.Volume), call.Ended)
            ?? throw PlatformNames.Missing("volume", request.Volume, engine);
        var users = (await new ContainerCalls(engine.Api).ListAsync(call.Ended)).Where(one => Uses(one, found.Name));
        return new VolumeDetails(
            found.Name,
            found.Driver,
            found.Scope,
            found.Mountpoint,
            PlatformNames.Moment(found.CreatedAt),
            [.. users.Select(static one => one.Names is [var name, ..] ? name.TrimStart('/') : one.Id)],
            hiding.Pairs(found.Options),
            hiding.Pairs(found.Labels));
    }

    public async Task<PlatformChanged> CreateAsync(CreateVolume request, Call call)
    {
        var name = PlatformNames.Thing(request.Name);
        var engine = await engines.ForChangeAsync(request.On, call);
        var calls = new VolumeCalls(engine.Api);
        if (await calls.FindAsync(name, call.Ended) is not null)
        {
            throw Fault.Conflict($"{engine.Text} has a volume '{name}' already", "give another name, or remove it first");
        }

        return new PlatformChanged((await calls.CreateAsync(
            new VolumeCreate(name, request.Driver, request.Option, request.Label), call.Ended)).Name);
    }

    public async Task<PlatformChanged> RemoveAsync(RemoveVolume request, Call call)
    {
        var name = PlatformNames.Thing(request.Volume);
        var engine = await engines.ForChangeAsync(request.On, call);
        return await new VolumeCalls(engine.Api).RemoveAsync(name, call.Ended)
            ? new PlatformChanged(name)
            : throw PlatformNames.Missing("volume", name, engine);
    }

    public async Task<Pruned> PruneAsync(PruneVolumes request, Call call)
    {
        var engine = await engines.ForChangeAsync(request.On, call);
        var calls = new VolumeCalls(engine.Api);
        var containers = await new ContainerCalls(engine.Api).ListAsync(call.Ended);
        var unused = (await calls.ListAsync(call.Ended, ComposeLabels.Filters(request.Project)))
            .Where(volume => (request.All || IsAnonymous(volume.Name)) && !ComposeLabels.IsOfRun(volume.Labels)
                && !containers.Any(one => Uses(one, volume.Name)))
            .Select(static volume => new PrunedItem(volume.Name)).OrderBy(static item => item.Name, StringComparer.Ordinal);
        return await Pruning.RunAsync(unused, request.DryRun, name => calls.RemoveAsync(name, call.Ended));
    }

    private static bool Uses(ContainerListed container, string volume) => container.Mounts?.Any(mount => mount.Name == volume) ?? false;

    private static bool IsAnonymous(string name) => name.Length == AnonymousCharacters && name.All(char.IsAsciiHexDigitLower);

    private static VolumeItem Item(VolumeAnswer volume) => new(
        volume.Name, volume.Driver, ComposeLabels.ProjectOf(volume.Labels), PlatformNames.Moment(volume.CreatedAt), volume.Mountpoint);
}
