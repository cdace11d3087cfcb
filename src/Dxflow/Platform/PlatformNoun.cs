using Dxflow.Platform.Containers;
using Dxflow.Platform.Contexts;
using Dxflow.Platform.Images;
using Dxflow.Platform.Networks;
using Dxflow.Platform.Queues;
using Dxflow.Platform.Registries;
using Dxflow.Platform.Volumes;
using Dxflow.Runtimes.Batch.Looking;
using Dxflow.Runtimes.Containers;

namespace Dxflow.Platform;

/// <summary>What the settings say of the engines' addresses (empty is the usual place), and the clusters that are submitted to.</summary>
internal sealed record PlatformPlaces(string? DockerHost, string? PodmanHost, IReadOnlyList<QueueLook>? Clusters = null);

/// <summary>
/// The platform noun of an engine, put together. Nothing is touched before somebody asks: a machine without a container engine has none.
/// </summary>
internal sealed class PlatformNoun : IDisposable
{
    private readonly PlatformEngines _engines;

    public PlatformNoun(PlatformPlaces places, RegistryStore registries, Func<string, string?> variable, TimeProvider time)
    {
        _engines = new PlatformEngines(
            [
                new(PlatformEngine.Docker, () => EngineSockets.Docker(places.DockerHost, variable)),
                new(PlatformEngine.Podman, () => EngineSockets.Podman(places.PodmanHost, variable)),
            ],
            EngineSockets.Listens);
        Services = new Dictionary<Type, object>
        {
            [typeof(PlatformEngines)] = _engines,
            [typeof(ImageDesk)] = new ImageDesk(_engines),
            [typeof(ImageTransfers)] = new ImageTransfers(_engines, registries),
            [typeof(ContainerViews)] = new ContainerViews(_engines),
            [typeof(ContainerDesk)] = new ContainerDesk(_engines),
            [typeof(ContainerLogs)] = new ContainerLogs(_engines),
            [typeof(ContainerExec)] = new ContainerExec(_engines, time),
            [typeof(NetworkDesk)] = new NetworkDesk(_engines),
            [typeof(VolumeDesk)] = new VolumeDesk(_engines),
            [typeof(ContextDesk)] = new ContextDesk(places.DockerHost, variable),
            [typeof(QueueDesk)] = new QueueDesk(places.Clusters ?? []),
            [typeof(RegistryDesk)] = new RegistryDesk(_engines, registries, time),
        };
    }

    public IReadOnlyDictionary<Type, object> Services { get; }

    public void Dispose() => _engines.Dispose();
}
