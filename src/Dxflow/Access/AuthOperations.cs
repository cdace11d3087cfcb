using Dxflow.Access.SignIn;
using Dxflow.Operations;

namespace Dxflow.Access;

/// <summary>How one becomes known: with a key from anywhere, or by owning the socket.</summary>
internal static class AuthOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "auth.challenge", "POST /api/auth/challenge", Permission.None, Effect.Reads, "Ask for something to sign.",
            AuthJson.Default,
            static (SignInDesk desk, AskChallenge _, Call _) => desk.ChallengeAsync()).ForAnybody(),
        Operation.Call(
            "auth.verify", "POST /api/auth/verify", Permission.None, Effect.Reads, "Show that you have a key, and get a token.",
            AuthJson.Default,
            static (SignInDesk desk, VerifyChallenge request, Call call) => desk.VerifyAsync(request, call)).ForAnybody(),
    ];

    /// <summary>Stands with the operations of the engine.</summary>
    public static readonly IReadOnlyList<Operation> OfEngine =
    [
        Operation.Call(
            "engine.token", "POST /api/engine/token", Permission.Master, Effect.Changes, "Make a token, for scripts on this machine.",
            AuthJson.Default,
            static (SignInDesk desk, MakeToken request, Call call) => desk.MakeAsync(request, call))
            .With("dxflow engine token --lifetime 10m", "dxflow engine token --permissions READ_ONLY"),
    ];
}
