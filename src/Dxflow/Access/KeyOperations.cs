using Dxflow.Access.Keys;
using Dxflow.Operations;

namespace Dxflow.Access;

/// <summary>Who may come in, and what for. Only a MASTER looks at it or changes it, so nobody gives what they do not have.</summary>
internal static class KeyOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "key.list", "GET /api/keys", Permission.Master, Effect.Reads, "List the keys that may sign in.",
            KeyJson.Default,
            static (KeyDesk desk, ListKeys request, Call _) => desk.ListAsync(request)),
        Operation.Call(
            "key.register", "POST /api/keys", Permission.Master, Effect.Changes, "Let a public key sign in.",
            KeyJson.Default,
            static (KeyDesk desk, RegisterKey request, Call call) => desk.RegisterAsync(request, call))
            .With("dxflow key register alice.pub --permissions WORKFLOW,READ_ONLY", "dxflow key register ci.pub --expires 90d"),
        Operation.Call(
            "key.unregister", "DELETE /api/keys/{identity}", Permission.Master, Effect.Changes,
            "Forget a key; whoever came in with it is out at once.",
            KeyJson.Default,
            static (KeyDesk desk, UnregisterKey request, Call call) => desk.UnregisterAsync(request, call),
            destructive: true, relieves: true),
        Operation.Call(
            "key.enable", "POST /api/keys/{identity}/enable", Permission.Master, Effect.Changes, "Accept a disabled key again.",
            KeyJson.Default,
            static (KeyDesk desk, EnableKey request, Call call) => desk.EnableAsync(request, call)),
        Operation.Call(
            "key.disable", "POST /api/keys/{identity}/disable", Permission.Master, Effect.Changes,
            "Accept a key no more; whoever came in with it is out at once.",
            KeyJson.Default,
            static (KeyDesk desk, DisableKey request, Call call) => desk.DisableAsync(request, call),
            relieves: true),
        Operation.Call(
            "key.rotate", "POST /api/keys/{identity}/rotate", Permission.Master, Effect.Changes,
            "End every token of a key, and put another key in its place if one is given.",
            KeyJson.Default,
            static (KeyDesk desk, RotateKey request, Call call) => desk.RotateAsync(request, call))
            .With("dxflow key rotate alice", "dxflow key rotate alice alice-2027.pub"),
    ];
}
