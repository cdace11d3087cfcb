using Dxflow.Operations;
using Dxflow.Runtimes.Containers;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Platform.Containers;

/// <summary>Containers as callers see them: listed, looked at, measured. Values of their environment are hidden.</summary>
internal sealed class ContainerViews(PlatformEngines engines)
{
    private const double NanosecondsPerSecond = 1e9;

    public async Task<ContainerItems> ListAsync(ListContainers request, Call call)
    {
        var all = await new ContainerCalls(engines.Of(request.On).Api).ListAsync(
            call.Ended, request.All, ComposeLabels.Filters(request.Project, request.Label));
        var (items, next) = Page.Of(all.Select(Item), static one => $"{one.Name} {one.Id}", request.Limit, request.Cursor);
        return new ContainerItems(items, next);
    }

    public async Task<ContainerDetails> InspectAsync(InspectContainer request, Call call)
    {
        var hiding = Hiding.For(request.Reveal, call.Caller);
        var engine = engines.Of(request.On);
        return Details(await FindAsync(engine, request.Container, call.Ended), hiding);
    }

    public async Task<ContainerUses> StatsAsync(ReadContainerStats request, Call call)
    {
        var engine = engines.Of(request.On);
        var calls = new ContainerCalls(engine.Api);
        if (request.Containers is { Count: > Page.ItemsMax })
        {
            throw Fault.Invalid($"at most {Page.ItemsMax} containers at once, not {request.Containers.Count}");
        }

        var names = request.Containers?.Select(PlatformNames.Thing).ToList() ??
            [
                .. (await calls.ListAsync(call.Ended, all: false, ComposeLabels.Filters(request.Project)))
                    .Select(NameOf).Order(StringComparer.Ordinal).Take(Page.ItemsMax),
            ];
        var items = new List<ContainerUse>();
        foreach (var name in names)
        {
            if (await calls.StatsAsync(name, call.Ended) is { } use)
            {
                items.Add(Use(name, use));
            }
            else if (request.Containers is not null)
            {
                throw PlatformNames.Missing("container", name, engine);
            }
        }

        return new ContainerUses(items);
    }

    public static async Task<ContainerAnswer> FindAsync(ReachedEngine engine, string container, CancellationToken cancel) =>
        await new ContainerCalls(engine.Api).FindAsync(PlatformNames.Thing(container), cancel)
        ?? throw PlatformNames.Missing("container", container, engine);

    public static string NameOf(ContainerListed container) =>
        container.Names is [var name, ..] ? name.TrimStart('/') : container.Id;

    private static ContainerItem Item(ContainerListed one) => new(
        NameOf(one),
        one.Image,
        one.State,
        ComposeLabels.ProjectOf(one.Labels),
        one.Labels?.GetValueOrDefault(Labels.Service),
        [.. (one.Ports ?? []).Select(PortText).Distinct().Order(StringComparer.Ordinal)],
        PlatformNames.Moment(one.Created),
        one.Status,
        one.Id);

    private static string PortText(PortListed port) => port.PublicPort is > 0 and var open
        ? $"{Host(port.Ip)}:{open}->{port.PrivatePort}/{port.Type}"
        : $"{port.PrivatePort}/{port.Type}";

    private static string Host(string? address) => string.IsNullOrEmpty(address) ? "0.0.0.0"
        : address.Contains(':') ? $"[{address}]" : address;

    private static ContainerDetails Details(ContainerAnswer one, Hiding hiding)
    {
        var (state, config) = (one.State ?? new ContainerState(), one.Config ?? new ContainerConfig());
        var hasEnded = state.Status is "exited" or "dead" or "stopped";
        return new ContainerDetails(
            (one.Name ?? one.Id).TrimStart('/'),
            one.Id,
            config.Image ?? one.Image,
            state.Status,
            state.Health?.Status is { Length: > 0 } health ? health : null,
            hasEnded ? state.ExitCode : null,
            state.OomKilled,
            state.Error is { Length: > 0 } error ? error : null,
            state.Pid > 0 ? state.Pid : null,
            PlatformNames.Moment(one.Created),
            PlatformNames.Moment(state.StartedAt),
            hasEnded ? PlatformNames.Moment(state.FinishedAt) : null,
            one.RestartCount,
            config.Entrypoint ?? [],
            config.Cmd ?? [],
            config.User is { Length: > 0 } user ? user : null,
            config.WorkingDir is { Length: > 0 } directory ? directory : null,
            config.Tty,
            hiding.Environment(config.Env),
            hiding.Pairs(config.Labels),
            [.. (one.NetworkSettings?.Ports ?? new Dictionary<string, IReadOnlyList<PortBindingAnswer>?>()).SelectMany(Ports)],
            [.. (one.NetworkSettings?.Networks ?? new Dictionary<string, EndpointAnswer>()).Select(static network =>
                new ContainerNetwork(network.Key, network.Value.IpAddress, network.Value.Aliases ?? []))],
            [.. (one.Mounts ?? []).Select(static mount => new ContainerMount(
                mount.Type, mount.Name is { Length: > 0 } name ? name : mount.Source, mount.Destination, mount.Rw))]);
    }

    private static IEnumerable<string> Ports(KeyValuePair<string, IReadOnlyList<PortBindingAnswer>?> port) =>
        port.Value is { Count: > 0 } at
        ? at.Select(binding => $"{Host(binding.HostIp)}:{binding.HostPort}->{port.Key}")
        : [port.Key];

    private static ContainerUse Use(string name, StatsAnswer use) => new(
        name,
        use.Cpu?.Usage?.Total / NanosecondsPerSecond,
        use.Memory?.Usage,
        use.Memory?.Limit,
        use.Pids?.Current,
        use.Networks?.Values.Sum(static one => one.Received),
        use.Networks?.Values.Sum(static one => one.Sent));
}
