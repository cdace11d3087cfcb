using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;

namespace Dxflow.Operations;

[JsonConverter(typeof(WireEnum<AuditAct>))]
internal enum AuditAct
{
    /// <summary>A change was allowed and is about to be made.</summary>
    Called,

    /// <summary>A stream that may change things was opened.</summary>
    Opened,

    /// <summary>That stream has ended.</summary>
    Ended,

    /// <summary>Somebody was turned away.</summary>
    Refused,

    /// <summary>A change that was called has failed, as <see cref="AuditEntry.Fault"/> says.</summary>
    Failed,

    /// <summary>Somebody proved to have a key, and got a token.</summary>
    SignedIn,
}

/// <summary>
/// One line of the audit log: changes, refusals and authentication, never successful reads. <see cref="Request"/> is the request's
/// scalars as compact JSON, shortened, without secrets; null before it was read.
/// </summary>
internal sealed record AuditEntry(
    DateTimeOffset At,
    AuditAct Act,
    string Operation,
    string Identity,
    string From,
    string? Request = null,
    FaultKind? Fault = null,
    string? Detail = null);
