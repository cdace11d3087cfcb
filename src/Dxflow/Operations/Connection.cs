using Dxflow.Foundation.Tracing;

namespace Dxflow.Operations;

/// <summary>
/// The other end of a call as a surface sees it, before anybody knows who it is: what the kernel says about a local peer, the token
/// it presented, where it comes from (an address; for the audit log and the limits), and <see cref="Closed"/>, which fires when it has
/// gone or the engine stops. <see cref="Certificate"/> is SHA-256, in lower-case hex, of the certificate that this engine showed to it;
/// null without TLS. <see cref="Trace"/> is what the client says it is doing (W3C Trace Context).
/// </summary>
internal sealed record Connection(LocalPeer? Local, string? Token, string From, CancellationToken Closed, string? Certificate = null,
    TraceContext? Trace = null);

/// <summary>
/// The gate's two ways out, filled by the daemon.
/// <see cref="Authenticate"/>: who is calling; throws <see cref="Fault"/> (unauthenticated) for nobody.
/// <see cref="Audit"/>: the entry has its place in the log when the method returns and is durable when the task ends. An entry that
/// cannot be written (disk full) throws at once, and then nothing else happens. The answer is its number, by which it is found again.
/// </summary>
internal sealed record GatePorts(Func<Connection, ValueTask<Caller>> Authenticate, Func<AuditEntry, Task<long>> Audit);
