using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Wire;

/// <summary>RFC 9457, <c>application/problem+json</c>: how every failure is answered over HTTP.</summary>
internal sealed record ProblemDocument(
    [Description("Names the kind of problem.")] string Type,
    [Description("The kind of problem, for people.")] string Title,
    [Description("The HTTP status.")] int Status,
    [Description("What failed, and on what.")] string Detail,
    [Description("What was asked for.")] string Instance,
    [Description("The kind of failure.")] FaultKind Code,
    [Description("What to do about it.")] string? Hint = null,
    [Description("Every problem found, where there can be several.")] IReadOnlyList<Problem>? Problems = null)
{
    public const string MediaType = "application/problem+json";

    public static ProblemDocument Of(FaultInfo fault, int status, string instance) => new(
        "urn:dxflow:fault:" + fault.Code.ToString().ToLowerInvariant(),
        TitleOf(fault.Code), status, fault.Detail, instance, fault.Code, fault.Hint, fault.Problems);

    public FaultInfo ToFault() => new(Code, Detail, Hint, Problems);

    private static string TitleOf(FaultKind kind) => kind switch
    {
        FaultKind.Invalid => "The request is not valid",
        FaultKind.Unauthenticated => "Nobody known is calling",
        FaultKind.Forbidden => "The caller may not do this",
        FaultKind.Missing => "There is no such thing",
        FaultKind.Conflict => "The present state does not allow this",
        FaultKind.Exhausted => "A limit is reached",
        FaultKind.Unavailable => "Not available now",
        FaultKind.Timeout => "It took too long",
        FaultKind.Cancelled => "It was given up",
        _ => "An error of dxflow itself",
    };
}
