using Dxflow.Operations;

namespace Dxflow.Platform.Contexts;

/// <summary>What can be seen of contexts; they are made and chosen with Docker's own command.</summary>
internal static class ContextOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "platform.context.list", "GET /api/platform/contexts", Permission.Platform, Effect.Reads,
            "List the contexts of Docker's own command, and which one the engine uses.",
            PlatformJson.Default,
            static (ContextDesk desk, ListContexts _, Call _) => Task.FromResult(desk.List())),
    ];
}
