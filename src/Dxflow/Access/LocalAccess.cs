using Dxflow.Operations;

namespace Dxflow.Access;

/// <summary>
/// Who is calling over the Unix socket. The kernel says which user's process is at the other end; the engine's own user and root are
/// the engine's masters, since either could do to its files what they like. Nobody else is known yet.
/// </summary>
internal sealed class LocalAccess(int engineUser)
{
    private const int Root = 0;

    public ValueTask<Caller> AuthenticateAsync(Connection connection)
    {
        if (connection.Local is not { } peer)
        {
            throw new Fault(FaultKind.Unauthenticated, "nobody is signed in", "use the engine's Unix socket");
        }

        return peer.Uid == engineUser || peer.Uid == Root
            ? ValueTask.FromResult(new Caller($"uid:{peer.Uid}", Permission.Master, peer, CancellationToken.None))
            : throw new Fault(
                FaultKind.Forbidden, $"user {peer.Uid} may not use this engine", "only the engine's own user and root may use its socket");
    }
}
