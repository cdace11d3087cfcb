using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Runtimes.Containers.Watching;

/// <summary>
/// When the daemon came up, where containers go down with it. It does not say so, but it makes its default network anew each time.
/// Null where containers outlive it (Podman; Docker with live-restore), or where it has no such network.
/// </summary>
internal sealed class DaemonStart(EngineApi api)
{
    private const string DefaultNetwork = "bridge";

    private readonly NetworkCalls networks = new(api);

    public async Task<DateTimeOffset?> FindAsync(CancellationToken cancel)
    {
        if ((await api.VersionAsync(cancel)).Dialect.EndsOutliveDaemon
            || await networks.FindAsync(DefaultNetwork, cancel) is not { } network
            || (await api.GetAsync("/info", ApiJson.Default.InfoAnswer, cancel)).LiveRestoreEnabled)
        {
            return null;
        }

        return EngineTime.Parse(network.Created);
    }
}
