using Dxflow.Operations;

namespace Dxflow.Platform.Queues;

/// <summary>What can be seen of the queues of clusters.</summary>
internal static class QueueOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "platform.queue", "GET /api/platform/queue", Permission.Platform, Effect.Reads,
            "Show the clusters that the engine submits to, and the jobs of the engine's user there.",
            PlatformJson.Default,
            static (QueueDesk desk, ShowQueue request, Call call) => desk.ShowAsync(request, call))
            .With("dxflow platform queue", "dxflow platform queue slurm -o wide"),
    ];
}
