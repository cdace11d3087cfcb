using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;

namespace Dxflow.Operations;

/// <summary>
/// The closed list of ways an operation can fail. Each has one HTTP status, one gRPC code and one exit code (<see cref="FaultCodes"/>).
/// </summary>
[JsonConverter(typeof(WireEnum<FaultKind>))]
internal enum FaultKind
{
    Internal,
    Invalid,
    Unauthenticated,
    Forbidden,
    Missing,
    Conflict,
    Exhausted,
    Unavailable,
    Timeout,
    Cancelled,
}

/// <summary>One thing wrong with a document, a request or a setting: what, where, and what to do.</summary>
internal sealed record Problem(
    [Description("What is wrong.")] string Message,
    [Description("What to do about it.")] string? Fix = null,
    [Description("The file, as the user named it.")] string? File = null,
    [Description("Line, from 1; 0 if there is none.")] int Line = 0,
    [Description("Column, from 1; 0 if there is none.")] int Column = 0,
    [Description("A warning does not stop anything.")] bool Warning = false);

/// <summary>What a failed operation answers: what failed, on what, and a hint.</summary>
internal sealed record FaultInfo(
    [Description("The kind of failure.")] FaultKind Code,
    [Description("What failed, and on what.")] string Detail,
    [Description("What to do about it.")] string? Hint = null,
    [Description("Every problem found, where there can be several.")] IReadOnlyList<Problem>? Problems = null);

/// <summary>
/// A failure that is known and explained. Thrown where it is known, turned into an answer only by a surface.
/// Anything else that is thrown is a bug: logged with an id and answered as <see cref="FaultKind.Internal"/>.
/// </summary>
internal sealed class Fault(FaultInfo info, Exception? cause = null) : Exception(info.Detail, cause)
{
    public Fault(FaultKind kind, string detail, string? hint = null, Exception? cause = null)
        : this(new FaultInfo(kind, detail, hint), cause)
    {
    }

    public FaultInfo Info { get; } = info;

    public static Fault Invalid(string detail, string? hint = null) => new(FaultKind.Invalid, detail, hint);

    public static Fault Missing(string detail, string? hint = null) => new(FaultKind.Missing, detail, hint);

    public static Fault Conflict(string detail, string? hint = null) => new(FaultKind.Conflict, detail, hint);

    public static Fault Unavailable(string detail, string? hint = null) => new(FaultKind.Unavailable, detail, hint);
}
