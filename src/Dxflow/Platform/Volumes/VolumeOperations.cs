using Dxflow.Operations;

namespace Dxflow.Platform.Volumes;

/// <summary>What can be done with volumes.</summary>
internal static class VolumeOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "platform.volume.list", "GET /api/platform/volumes", Permission.Platform, Effect.Reads,
            "List the volumes of a container engine.",
            PlatformJson.Default,
            static (VolumeDesk desk, ListVolumes request, Call call) => desk.ListAsync(request, call)),
        Operation.Call(
            "platform.volume.inspect", "GET /api/platform/volumes/{volume}", Permission.Platform, Effect.Reads,
            "Show a volume and who uses it.",
            PlatformJson.Default,
            static (VolumeDesk desk, InspectVolume request, Call call) => desk.InspectAsync(request, call)),
        Operation.Call(
            "platform.volume.create", "POST /api/platform/volumes", Permission.Platform, Effect.Changes,
            "Make a volume.",
            PlatformJson.Default,
            static (VolumeDesk desk, CreateVolume request, Call call) => desk.CreateAsync(request, call)),
        Operation.Call(
            "platform.volume.remove", "DELETE /api/platform/volumes/{volume}", Permission.Platform, Effect.Changes,
            "Remove a volume that no container uses.",
            PlatformJson.Default,
            static (VolumeDesk desk, RemoveVolume request, Call call) => desk.RemoveAsync(request, call),
            destructive: true),
        Operation.Call(
            "platform.volume.prune", "POST /api/platform/volumes/prune", Permission.Platform, Effect.Changes,
            "Remove the volumes that no container uses: unnamed ones, or all.",
            PlatformJson.Default,
            static (VolumeDesk desk, PruneVolumes request, Call call) => desk.PruneAsync(request, call),
            destructive: true)
            .With("dxflow platform volume prune --dry-run", "dxflow platform volume prune --all --project shop --yes"),
    ];
}
