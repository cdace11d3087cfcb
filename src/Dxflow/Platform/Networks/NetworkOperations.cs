using Dxflow.Operations;

namespace Dxflow.Platform.Networks;

/// <summary>What can be done with networks.</summary>
internal static class NetworkOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "platform.network.list", "GET /api/platform/networks", Permission.Platform, Effect.Reads,
            "List the networks of a container engine.",
            PlatformJson.Default,
            static (NetworkDesk desk, ListNetworks request, Call call) => desk.ListAsync(request, call)),
        Operation.Call(
            "platform.network.inspect", "GET /api/platform/networks/{network}", Permission.Platform, Effect.Reads,
            "Show a network and who is in it.",
            PlatformJson.Default,
            static (NetworkDesk desk, InspectNetwork request, Call call) => desk.InspectAsync(request, call)),
        Operation.Call(
            "platform.network.create", "POST /api/platform/networks", Permission.Platform, Effect.Changes,
            "Make a network.",
            PlatformJson.Default,
            static (NetworkDesk desk, CreateNetwork request, Call call) => desk.CreateAsync(request, call)),
        Operation.Call(
            "platform.network.remove", "DELETE /api/platform/networks/{network}", Permission.Platform, Effect.Changes,
            "Remove a network that nobody is in.",
            PlatformJson.Default,
            static (NetworkDesk desk, RemoveNetwork request, Call call) => desk.RemoveAsync(request, call),
            destructive: true),
        Operation.Call(
            "platform.network.prune", "POST /api/platform/networks/prune", Permission.Platform, Effect.Changes,
            "Remove the networks that no container is in.",
            PlatformJson.Default,
            static (NetworkDesk desk, PruneNetworks request, Call call) => desk.PruneAsync(request, call),
            destructive: true)
            .With("dxflow platform network prune --dry-run", "dxflow platform network prune --project shop --yes"),
    ];
}
