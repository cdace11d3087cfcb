using Dxflow.Foundation.Tracing;

namespace Dxflow.Operations;

/// <summary>What a key may do. The first six are functional; READ_ONLY forbids every change; MASTER allows everything.</summary>
[Flags]
internal enum Permission
{
    None = 0,
    Shell = 1,
    Object = 2,
    Workflow = 4,
    Proxy = 8,
    Bridge = 16,
    Platform = 32,
    ReadOnly = 64,
    Master = 128,
}

/// <summary>A process on this machine, as the kernel names it for a Unix socket (SO_PEERCRED).</summary>
internal sealed record LocalPeer(int Pid, int Uid, int Gid);

/// <summary>
/// Who is calling. <see cref="Ended"/> fires when the key behind the caller is disabled, removed, expires or loses a permission:
/// every open stream of theirs ends with it.
/// </summary>
internal sealed record Caller(string Identity, Permission Permissions, LocalPeer? Local, CancellationToken Ended)
{
    /// <summary>Whoever calls a public operation: nobody asked for a name.</summary>
    public static Caller Anybody { get; } = new("", Permission.None, null, CancellationToken.None);

    public bool IsMaster => Permissions.HasFlag(Permission.Master);
}

/// <summary>
/// What somebody may at this moment who is not calling: for what was made in their name and outlives the call. <see cref="Key"/> is the
/// key behind the name, for a name can be given to another; <see cref="Ended"/> is that of a <see cref="Caller"/>.
/// </summary>
internal sealed record Standing(string Key, Permission Permissions, CancellationToken Ended);

/// <summary>
/// One call in progress. <see cref="Ended"/> fires when the client has gone, the caller has lost the right to be here or the engine
/// stops. <see cref="IdempotencyKey"/>: the same key gets the same answer, so a retry after a lost answer changes nothing twice. The
/// gate remembers answers until the engine stops; whatever must not happen twice across a restart (<c>workflow.start</c>) is journaled
/// with its key by the noun. <see cref="ResumeAfter"/>: the journal sequence of the last event that the client of a stream saw
/// (Last-Event-ID); 0 for all. <see cref="ResumeAt"/>: the same, where records have places (<see cref="Operation.Place"/>).
/// <see cref="Audited"/>: ends when the audit entry of a change is durable, with its number; null where there is none, or where it was
/// before (streams). What is journaled need not wait for it (one commit releases both); an effect that no journal precedes awaits it
/// first. <see cref="Connection"/>: the other end, for the few operations that are about it. <see cref="Accept"/>: the media types that
/// the client would have, for downloads that come in several. <see cref="Trace"/>: the call's own span, which what it begins belongs to;
/// null where nobody wants traces.
/// </summary>
internal sealed record Call(
    Caller Caller,
    CancellationToken Ended,
    string? IdempotencyKey = null,
    long ResumeAfter = 0,
    Task<long>? Audited = null,
    Connection? Connection = null,
    string? Accept = null,
    TraceContext? Trace = null,
    string? ResumeAt = null);
