using Dxflow.Operations;
using Dxflow.Runtimes.Talking;

namespace Dxflow.Platform.Containers;

/// <summary>What can be done with containers.</summary>
internal static class ContainerOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "platform.container.list", "GET /api/platform/containers", Permission.Platform, Effect.Reads,
            "List the containers of a container engine.",
            PlatformJson.Default,
            static (ContainerViews views, ListContainers request, Call call) => views.ListAsync(request, call))
            .With("dxflow platform container list --all", "dxflow platform container list --project shop --on podman"),
        Operation.Call(
            "platform.container.inspect", "GET /api/platform/containers/{container}", Permission.Platform, Effect.Reads,
            "Show a container; the values of its environment are hidden.",
            PlatformJson.Default,
            static (ContainerViews views, InspectContainer request, Call call) => views.InspectAsync(request, call)),
        Change(
            "start", "Start a container.",
            static (ContainerDesk desk, StartContainer request, Call call) => desk.StartAsync(request, call)),
        Change(
            "stop", "Stop a container: a signal, the grace period, then the end.",
            static (ContainerDesk desk, StopContainer request, Call call) => desk.StopAsync(request, call)),
        Change(
            "restart", "Stop a container and start it again.",
            static (ContainerDesk desk, RestartContainer request, Call call) => desk.RestartAsync(request, call)),
        Change(
            "kill", "Send a signal to a container.",
            static (ContainerDesk desk, KillContainer request, Call call) => desk.KillAsync(request, call), destructive: true),
        Change(
            "pause", "Freeze what runs in a container.",
            static (ContainerDesk desk, PauseContainer request, Call call) => desk.PauseAsync(request, call)),
        Change(
            "unpause", "Let a paused container go on.",
            static (ContainerDesk desk, UnpauseContainer request, Call call) => desk.UnpauseAsync(request, call)),
        Operation.Call(
            "platform.container.remove", "DELETE /api/platform/containers/{container}", Permission.Platform, Effect.Changes,
            "Remove a container that does not run.",
            PlatformJson.Default,
            static (ContainerDesk desk, RemoveContainer request, Call call) => desk.RemoveAsync(request, call),
            destructive: true),
        Operation.Call(
            "platform.container.prune", "POST /api/platform/containers/prune", Permission.Platform, Effect.Changes,
            "Remove containers that do not run and belong to no run.",
            PlatformJson.Default,
            static (ContainerDesk desk, PruneContainers request, Call call) => desk.PruneAsync(request, call),
            destructive: true)
            .With("dxflow platform container prune --dry-run"),
        Operation.Stream(
            "platform.container.logs", "GET /api/platform/containers/{container}/logs", Permission.Platform, Effect.Reads,
            "Show what a container wrote.",
            PlatformJson.Default,
            static (ContainerLogs logs, ReadContainerLogs request, Call call) => logs.ReadAsync(request, call))
            .With("dxflow platform container logs shop-web-1 --follow --tail 20", "dxflow platform container logs shop-web-1 --since 10m"),
        Operation.Call(
            "platform.container.stats", "GET /api/platform/stats", Permission.Platform, Effect.Reads,
            "Show what running containers use now.",
            PlatformJson.Default,
            static (ContainerViews views, ReadContainerStats request, Call call) => views.StatsAsync(request, call)),
        Operation.Duplex(
            "platform.container.exec", "POST /api/platform/containers/{container}/exec", Permission.Platform, Effect.Changes,
            "Run a program in a running container.",
            PlatformJson.Default,
            static (ContainerExec exec, ExecInContainer request, IAsyncEnumerable<ExecInput> input, Call call) =>
                exec.RunAsync(request, input, call))
            .With("dxflow platform container exec shop-web-1 -it -- sh"),
    ];

    private static Operation Change<TRequest>(
        string verb, string summary, Func<ContainerDesk, TRequest, Call, Task<PlatformChanged>> handler, bool destructive = false)
        where TRequest : class =>
        Operation.Call(
            $"platform.container.{verb}", $"POST /api/platform/containers/{{container}}/{verb}", Permission.Platform, Effect.Changes,
            summary, PlatformJson.Default, handler, destructive);
}
