using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;

namespace Dxflow.Platform.Networks;

/// <summary>Networks of container engines, for whoever may use these engines.</summary>
internal sealed class NetworkDesk(PlatformEngines engines)
{
    /// <summary>Made by the engines themselves; they are used by what names no other.</summary>
    private static readonly HashSet<string> Predefined = new(StringComparer.Ordinal) { "bridge", "host", "none", "podman" };

    public async Task<NetworkItems> ListAsync(ListNetworks request, Call call)
    {
        var all = await new NetworkCalls(engines.Of(request.On).Api).ListAsync(call.Ended, ComposeLabels.Filters(request.Project));
        var (items, next) = Page.Of(all.Select(Item), static one => $"{one.Name} {one.Id}", request.Limit, request.Cursor);
        return new NetworkItems(items, next);
    }

    public async Task<NetworkDetails> InspectAsync(InspectNetwork request, Call call)
    {
        var hiding = Hiding.For(request.Reveal, call.Caller);
        var engine = engines.Of(request.On);
        var found = await new NetworkCalls(engine.Api).FindAsync(PlatformNames.Thing(request.Network), call.Ended)
            ?? throw PlatformNames.Missing("network", request.Network, engine);
        return new NetworkDetails(
            found.Name,
            found.Id,
            found.Driver,
            found.Scope,
            found.Internal,
            found.EnableIpv6,
            PlatformNames.Moment(found.Created),
            [.. (found.Ipam?.Config ?? []).Select(static pool => new NetworkRange(pool.Subnet, pool.Gateway))],
            [.. Members(found).Select(static one => new NetworkMemberItem(one.Value.Name ?? one.Key, one.Value.Ipv4Address))],
            hiding.Pairs(found.Options),
            hiding.Pairs(found.Labels));
    }

    public async Task<PlatformChanged> CreateAsync(CreateNetwork request, Call call)
    {
        var name = PlatformNames.Thing(request.Name);
        var engine = await engines.ForChangeAsync(request.On, call);
        var made = await new NetworkCalls(engine.Api).CreateAsync(
            new NetworkCreate(
                name,
                Driver: request.Driver,
                Internal: request.Internal ? true : null,
                Ipam: request.Subnet is null ? null : new NetworkIpam(Config: [new NetworkPool(request.Subnet)]),
                Labels: request.Label),
            call.Ended);
        return new PlatformChanged(name, made.Id);
    }

    public async Task<PlatformChanged> RemoveAsync(RemoveNetwork request, Call call)
    {
        var name = PlatformNames.Thing(request.Network);
        var engine = await engines.ForChangeAsync(request.On, call);
        return await new NetworkCalls(engine.Api).RemoveAsync(name, call.Ended)
            ? new PlatformChanged(name)
            : throw PlatformNames.Missing("network", name, engine);
    }

    /// <summary>A network knows the running ones of its containers, the others name their networks: both are asked.</summary>
    public async Task<Pruned> PruneAsync(PruneNetworks request, Call call)
    {
        var engine = await engines.ForChangeAsync(request.On, call);
        var calls = new NetworkCalls(engine.Api);
        var used = (await new ContainerCalls(engine.Api).ListAsync(call.Ended))
            .SelectMany(static one => one.NetworkSettings?.Networks?.Keys ?? []).ToHashSet(StringComparer.Ordinal);
        var unused = new List<PrunedItem>();
        foreach (var network in await calls.ListAsync(call.Ended, ComposeLabels.Filters(request.Project)))
        {
            var isFree = !Predefined.Contains(network.Name) && !ComposeLabels.IsOfRun(network.Labels)
                && !used.Contains(network.Name)
                && await calls.FindAsync(network.Id, call.Ended) is { } found && !Members(found).Any();
            if (isFree)
            {
                unused.Add(new PrunedItem(network.Name));
            }
        }

        return await Pruning.RunAsync(unused, request.DryRun, name => calls.RemoveAsync(name, call.Ended));
    }

    private static IEnumerable<KeyValuePair<string, NetworkMember>> Members(NetworkAnswer network) =>
        network.Containers ?? new Dictionary<string, NetworkMember>();

    private static NetworkItem Item(NetworkAnswer network) => new(
        network.Name, network.Driver, ComposeLabels.ProjectOf(network.Labels), network.Internal, PlatformNames.Moment(network.Created),
        network.Id);
}
