using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;

namespace Dxflow.EndToEnd.Containers;

/// <summary>Who is killed.</summary>
public enum Victim
{
    /// <summary>dockerd, or Podman's service.</summary>
    Daemon,

    /// <summary>Ours.</summary>
    Engine,
}

/// <summary>Both engines of a test, either of which can be killed and brought back.</summary>
internal sealed class Chaos : IAsyncDisposable
{
    private readonly ContainerEngine daemon;
    private Support.Engine engine;

    private Chaos(PlatformHome platform, ContainerEngine daemon, Support.Engine engine) =>
        (Platform, this.daemon, this.engine) = (platform, daemon, engine);

    public PlatformHome Platform { get; }

    public Home Home => Platform.Home;

    public static async Task<Chaos> Of(ContainerEngines engines, string name)
    {
        var platform = await PlatformHome.Of(engines, name);
        return new Chaos(
            platform, name == "docker" ? await engines.DockerAsync() : await engines.PodmanAsync(), await platform.Home.Boot());
    }

    public Task Kill(Victim victim) => victim == Victim.Daemon ? daemon.KillAsync() : engine.Crash();

    public Task SignalDaemon(string signal) => daemon.SignalAsync(signal);

    public async Task Bring(Victim victim)
    {
        if (victim == Victim.Daemon)
        {
            await daemon.StartAsync();
        }
        else
        {
            await engine.DisposeAsync();
            engine = await Home.Boot();
        }
    }

    /// <summary>Containers of the project, in one state or whatever theirs is.</summary>
    public async Task<int> Count(string? state = null) =>
        (await Platform.Run("platform", "container", "list", "--all", "--project", "fleet", "-o", "json")).Expect(0).Json
            .GetProperty("items").EnumerateArray().Count(each => state is null || each.GetProperty("state").GetString() == state);

    /// <summary>How many attempts a service has had.</summary>
    public async Task<int> Restarts(string service) =>
        (await Home.Run("workflow", "services", "fleet", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .Single(each => each.GetProperty("name").GetString() == service).GetProperty("attempts").GetInt32();

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        await engine.DisposeAsync();
    }
}
