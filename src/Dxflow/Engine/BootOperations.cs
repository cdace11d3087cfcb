using Dxflow.Operations;

namespace Dxflow.Engine;

/// <summary>The end of an engine. Its beginning is a command: there is nobody yet to ask.</summary>
internal static class BootOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "boot.down", "POST /api/boot/down", Permission.Master, Effect.Changes, "End the engine; running work goes on unless asked.",
            EngineJson.Default,
            static (EngineLife engine, BootDown request, Call _) => engine.DownAsync(request), relieves: true),
    ];
}
