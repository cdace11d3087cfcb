using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;

namespace Dxflow.Platform;

/// <summary>An engine and where to look for it, which may be another place each time: sockets come and go.</summary>
internal sealed record EnginePlace(PlatformEngine Name, Func<string> Address);

/// <summary>The container engine that a call is for.</summary>
internal sealed record ReachedEngine(PlatformEngine Name, EngineApi Api)
{
    public string Text => Name.ToString().ToLowerInvariant();
}

/// <summary>
/// The container engines of this machine and the clients that talk to them, one for each address, kept as long as the noun. The order of
/// the places is the order of preference.
/// </summary>
internal sealed class PlatformEngines(IReadOnlyList<EnginePlace> places, Func<string, bool> listens) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, EngineApi> _known = new(StringComparer.Ordinal);

    /// <summary>For looking. The named one whether it is there or not: what is wrong is said by the attempt.</summary>
    public ReachedEngine Of(PlatformEngine? on)
    {
        var place = on is { } named ? places.First(one => one.Name == named) : places.FirstOrDefault(one => listens(one.Address()));
        return place is null
            ? throw Fault.Unavailable(
                $"no container engine listens at {string.Join(" or ", places.Select(static one => one.Address()))}",
                "start dockerd or `podman system service`, or set docker-host or podman-host")
            : new ReachedEngine(place.Name, ApiAt(place.Address()));
    }

    /// <summary>For changing: no journal precedes the effect, so the audit entry is durable first.</summary>
    public async Task<ReachedEngine> ForChangeAsync(PlatformEngine? on, Call call)
    {
        var engine = Of(on);
        await (call.Audited ?? Task.CompletedTask);
        return engine;
    }

    public async Task<EngineItems> ListAsync(Call call)
    {
        var items = new List<EngineItem>();
        foreach (var place in places)
        {
            items.Add(await LookAsync(place, !items.Any(static one => one.Default), call.Ended));
        }

        return new EngineItems(items);
    }

    public async Task<PlatformInfo> InfoAsync(ShowPlatform request, Call call)
    {
        var engine = Of(request.On);
        var version = await engine.Api.VersionAsync(call.Ended);
        var info = await engine.Api.GetAsync("/info", ApiJson.Default.InfoAnswer, call.Ended);
        return new PlatformInfo(
            engine.Name, engine.Api.Address.Text, version.Dialect.Product, info.ServerVersion, version.ToString(), info.OperatingSystem,
            info.Architecture, info.Cpus, info.MemTotal, info.Driver, info.LoggingDriver,
            info.CgroupDriver is null ? null : $"{info.CgroupDriver} (v{info.CgroupVersion ?? "1"})", info.SecurityOptions ?? []);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var api in _known.Values)
            {
                api.Dispose();
            }

            _known.Clear();
        }
    }

    private async Task<EngineItem> LookAsync(EnginePlace place, bool mayBeDefault, CancellationToken cancel)
    {
        var address = place.Address();
        if (!listens(address))
        {
            return new EngineItem(place.Name, address, false, false, Problem: "nothing listens there");
        }

        try
        {
            var api = ApiAt(address);
            var version = await api.VersionAsync(cancel);
            var info = await api.GetAsync("/info", ApiJson.Default.InfoAnswer, cancel);
            return new EngineItem(
                place.Name, address, true, mayBeDefault, version.Dialect.Product, info.ServerVersion, version.ToString());
        }
        catch (Fault failed)
        {
            return new EngineItem(place.Name, address, false, mayBeDefault, Problem: failed.Message);
        }
    }

    private EngineApi ApiAt(string address)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(address, out var api))
            {
                api = new EngineApi(EngineAddress.Parse(address));
                _known.Add(address, api);
            }

            return api;
        }
    }
}
