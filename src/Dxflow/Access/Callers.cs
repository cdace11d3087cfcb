using Dxflow.Access.SignIn;
using Dxflow.Operations;

namespace Dxflow.Access;

/// <summary>
/// Who is calling. A token says it, wherever it comes from: on the Unix socket it narrows its owner to that key. Without one the kernel
/// says which user's process is at the other end of the socket; the engine's own user and root are the engine's masters, since either
/// could do to its files what they like. Nobody else is known.
/// </summary>
internal sealed class Callers(int engineUser, Tokens tokens)
{
    private const int Root = 0;

    public ValueTask<Caller> AuthenticateAsync(Connection connection)
    {
        if (connection.Token is { } token)
        {
            return ValueTask.FromResult(tokens.Authenticate(token, connection.Local));
        }

        if (connection.Local is not { } peer)
        {
            throw new Fault(FaultKind.Unauthenticated, "Nobody is signed in.", "Sign in with a key, or use the engine's Unix socket.");
        }

        return peer.Uid == engineUser || peer.Uid == Root
            ? ValueTask.FromResult(new Caller($"uid:{peer.Uid}", Permission.Master, peer, CancellationToken.None))
            : throw new Fault(
                FaultKind.Forbidden,
                $"user {peer.Uid} may not use this engine",
                "only the engine's own user and root may use its socket without a token");
    }
}
