using System.Globalization;
using Dxflow.Access.Keys;
using Dxflow.Access.SignIn;
using Dxflow.Operations;

namespace Dxflow.Access;

/// <summary>
/// Who is calling. A token says it, wherever it comes from: on the Unix socket it narrows its owner to that key. Without one the kernel
/// says which user's process is at the other end of the socket; the engine's own user and root are the engine's masters, since either
/// could do to its files what they like. Nobody else is known.
/// </summary>
internal sealed class Callers(int engineUser, Tokens tokens, TimeProvider time)
{
    private const int Root = 0;
    private const string UserPrefix = "uid:";

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
            ? ValueTask.FromResult(new Caller(UserPrefix + Text(peer.Uid), Permission.Master, peer, CancellationToken.None))
            : throw new Fault(
                FaultKind.Forbidden,
                $"user {peer.Uid} may not use this engine",
                "only the engine's own user and root may use its socket without a token");
    }

    /// <summary>What somebody may at this moment who is not calling; null for nobody, and for a key that may not be used.</summary>
    public Standing? StandingOf(string identity, KeyRegistry keys)
    {
        if (identity.StartsWith(UserPrefix, StringComparison.Ordinal))
        {
            return identity == UserPrefix + Text(engineUser) || identity == UserPrefix + Text(Root)
                ? new Standing(identity, Permission.Master, CancellationToken.None)
                : null;
        }

        return keys.State.Find(identity) is { } key && keys.Find(key.Id) is { } hold && !hold.Entry.HasExpired(time.GetUtcNow())
            && (key.Public is null || keys.Distrust is null)
            ? new Standing(key.Id, hold.Entry.Permissions, hold.Ended.Token)
            : null;
    }

    private static string Text(int user) => user.ToString(CultureInfo.InvariantCulture);
}
