using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Checking;

/// <summary>A checked part of an expression: the tree with its conversions, its type, and if that may be null, why.</summary>
internal sealed record Typed(Expression Node, FlowType Type, string? Because = null)
{
    /// <summary>
    /// Whether a missing element or key may stand here, because the nearest thing around it is the left of <c>??</c>.
    /// </summary>
    public bool MayBeMissing => Node is IndexExpression or MemberExpression;
}

/// <summary>What a reference is: its type and, if it may be null, why; or what is wrong with it and what to do.</summary>
internal sealed record ReferenceType(FlowType? Type, string? Because = null, string? Error = null, string? Fix = null)
{
    public static ReferenceType Wrong(string error, string? fix = null) => new(null, Error: error, Fix: fix);
}

/// <summary>Looks a reference up in what the document declares.</summary>
internal delegate ReferenceType ReferenceTyping(Reference reference);

/// <summary>
/// The verdict on one expression: with conversions put in and its type, or every error found in it. After an error
/// <see cref="Type"/> is <c>json</c>, which hides follow-ups.
/// </summary>
internal sealed record CheckedExpression(ParsedExpression Source, Expression? Root, FlowType Type, string? Because, IReadOnlyList<FlowError> Errors)
{
    public bool IsValid => Errors.Count == 0;
}
