using Dxflow.Operations;
using Dxflow.Platform.Containers;
using Dxflow.Platform.Contexts;
using Dxflow.Platform.Images;
using Dxflow.Platform.Networks;
using Dxflow.Platform.Queues;
using Dxflow.Platform.Registries;
using Dxflow.Platform.Volumes;

namespace Dxflow.Platform;

/// <summary>
/// The whole public face of the container engines of a machine, and of the clusters that it submits to. All of it needs PLATFORM, which is
/// by that as strong as their sockets.
/// </summary>
internal static class PlatformOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "platform.list", "GET /api/platform", Permission.Platform, Effect.Reads,
            "List the container engines of the machine.",
            PlatformJson.Default,
            static (PlatformEngines engines, ListEngines _, Call call) => engines.ListAsync(call)),
        Operation.Call(
            "platform.info", "GET /api/platform/info", Permission.Platform, Effect.Reads,
            "Show what a container engine is and has.",
            PlatformJson.Default,
            static (PlatformEngines engines, ShowPlatform request, Call call) => engines.InfoAsync(request, call)),
        .. ImageOperations.All,
        .. ContainerOperations.All,
        .. NetworkOperations.All,
        .. VolumeOperations.All,
        .. RegistryOperations.All,
        .. ContextOperations.All,
        .. QueueOperations.All,
    ];
}
