using Dxflow.EndToEnd.Support;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;
using Xunit;

namespace Dxflow.EndToEnd.Containers;

/// <summary>
/// A daemon of Docker and one of Podman, each started when the first test asks for it, on sockets of their own, with everything they keep
/// in a temporary directory. At the end both are gone, and what they had made of this machine's network with them.
/// </summary>
public sealed class ContainerEngines : IAsyncDisposable
{
    /// <summary>A shell, the usual tools, and Python for what talks over a network.</summary>
    public const string Image = "dxflow-test:1";

    private static readonly string[] Packages = ["base-files", "dash", "coreutils", "grep", "util-linux", "python3"];

    private readonly string directory = Directory.CreateTempSubdirectory("ce-").FullName;
    private readonly SemaphoreSlim gate = new(1);
    private readonly MachineNetwork network = new();
    private ContainerEngine? docker;
    private ContainerEngine? podman;
    private readonly Dictionary<string, string> archives = [];

    internal Task<ContainerEngine> DockerAsync() => OnceAsync(() => docker, () => LoadAsync(docker = new DockerEngine(Folder("d"))));

    internal Task<ContainerEngine> PodmanAsync() => OnceAsync(() => podman, () => LoadAsync(podman = new PodmanEngine(Folder("p"))));

    /// <summary>An image of these packages of Debian and all that they need, on the engine of that name.</summary>
    internal async Task ImportAsync(string engine, string image, params string[] packages) =>
        await ImportAsync(engine == "docker" ? await DockerAsync() : await PodmanAsync(), image, packages);

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in new[] { docker, podman }.OfType<ContainerEngine>())
        {
            await engine.DisposeAsync();
        }

        await network.RestoreAsync();
        Directory.Delete(directory, recursive: true);
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Join(directory, name)).FullName;

    private async Task<ContainerEngine> OnceAsync(Func<ContainerEngine?> known, Func<Task> start)
    {
        await gate.WaitAsync();
        try
        {
            if (known() is null)
            {
                await network.RememberAsync();
                await start();
            }

            return known()!;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task LoadAsync(ContainerEngine engine)
    {
        await engine.StartAsync();
        await ImportAsync(engine, Image, Packages);
    }

    private async Task ImportAsync(ContainerEngine engine, string image, string[] packages)
    {
        if (!archives.TryGetValue(image, out var archive))
        {
            archives[image] = archive = await PackageTree.WriteAsync(Folder($"i{archives.Count}"), packages);
        }

        using var api = new EngineApi(EngineAddress.Parse(engine.Address));
        await using var file = File.OpenRead(archive);
        using var content = new StreamContent(file);
        content.Headers.ContentType = new("application/x-tar");
        await foreach (var _ in new ImageCalls(api).ImportAsync(ImageReference.Parse(image), content, CancellationToken.None))
        {
            // Its progress; a failure is thrown.
        }

        Assert.NotNull(await new ImageCalls(api).FindAsync(image, CancellationToken.None));
    }
}

/// <summary>Tests of containers run one after another: they share daemons, and some kill them.</summary>
[CollectionDefinition(Name)]
public sealed class ContainerCollection : ICollectionFixture<ContainerEngines>
{
    public const string Name = "container engines";
}
