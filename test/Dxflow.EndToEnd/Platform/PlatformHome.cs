using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Support;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;

namespace Dxflow.EndToEnd.Platform;

/// <summary>A home whose engine knows one container engine, under the name that it has; and what a test makes there by hand.</summary>
internal sealed class PlatformHome : IAsyncDisposable
{
    private readonly EngineApi _api;

    private PlatformHome(string name, string address)
    {
        (Name, _api) = (name, new EngineApi(EngineAddress.Parse(address)));
        Home.Variables[name == "docker" ? "DOCKER_HOST" : "CONTAINER_HOST"] = address;
    }

    public string Name { get; }

    public Home Home { get; } = new();

    public static async Task<PlatformHome> Of(ContainerEngines engines, string name) =>
        new(name, (await (name == "docker" ? engines.DockerAsync() : engines.PodmanAsync())).Address);

    public Task<Outcome> Run(params string[] words) => RunWith(null, words);

    /// <summary>On this container engine; that is said before anything that is another program's.</summary>
    public Task<Outcome> RunWith(string? input, params string[] words) =>
        Home.RunWith(input, [.. words[..3], "--on", Name, .. words[3..]]);

    /// <summary>A container that runs for as long as the test, unless it is given something else to do.</summary>
    public async Task<string> Container(
        string name, string[]? command = null, bool start = true, IReadOnlyDictionary<string, string>? labels = null, string[]? env = null)
    {
        var calls = new ContainerCalls(_api);
        await calls.CreateAsync(
            name,
            null,
            new ContainerCreate(
                ContainerEngines.Image, Env: env, Cmd: command ?? ["/bin/sleep", "1000"], Labels: labels,
                HostConfig: new HostConfig(NetworkMode: "none", Init: false)),
            CancellationToken.None);
        if (start)
        {
            await calls.StartAsync(name, CancellationToken.None);
        }

        return name;
    }

    public async Task<string?> State(string container) =>
        (await new ContainerCalls(_api).FindAsync(container, CancellationToken.None))?.State?.Status;

    public async Task<string?> Identity(string container) =>
        (await new ContainerCalls(_api).FindAsync(container, CancellationToken.None))?.Id;

    /// <summary>Removes it behind the engine's back, also while none of ours runs.</summary>
    public Task RemoveContainer(string container) =>
        new ContainerCalls(_api).RemoveAsync(container, force: true, volumes: false, CancellationToken.None);

    /// <summary>As <see cref="RemoveContainer"/>, of the name of an image.</summary>
    public Task RemoveImage(string image) => new PlatformImageCalls(_api).RemoveAsync(image, force: true, CancellationToken.None);

    /// <summary>How the containers of a project stand, by the names of their services.</summary>
    public async Task<IReadOnlyList<string>> States(string project) =>
    [
        .. (await new ContainerCalls(_api).ListAsync(
                CancellationToken.None, all: true, ("label", [$"com.docker.compose.project={project}"])))
            .OrderBy(static each => each.Names![0], StringComparer.Ordinal).Select(static each => each.State!),
    ];

    public async ValueTask DisposeAsync()
    {
        var calls = new ContainerCalls(_api);
        await ContainerEngine.RemoveAllAsync(calls);

        var networks = new NetworkCalls(_api);
        var made = await networks.ListAsync(CancellationToken.None);
        foreach (var network in made.Where(static each => !ContainerEngine.IsItsOwn(each.Name)))
        {
            await networks.RemoveAsync(network.Id, CancellationToken.None);
        }

        _api.Dispose();
        await Home.DisposeAsync();
    }
}
