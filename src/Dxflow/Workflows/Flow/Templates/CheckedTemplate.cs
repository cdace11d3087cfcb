using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Templates;

/// <summary>A piece of a checked template: literal text, or an expression.</summary>
internal readonly record struct CheckedPart(string Text, CheckedExpression? Expression);

/// <summary>
/// A template whose expressions have types. <see cref="Type"/> is what it gives: the expression's own type if it is a lone one used
/// as a value, else string.
/// </summary>
internal sealed record CheckedTemplate(
    IReadOnlyList<CheckedPart> Parts, TemplateUse Use, FlowType Type, string? Because, IReadOnlyList<FlowError> Errors)
{
    public CheckedExpression? Lone => Parts is [{ Expression: { } only }] ? only : null;

    public bool IsSpread => Lone is { Source.Spread: true };

    public IEnumerable<Reference> References =>
        Parts.SelectMany(part => part.Expression?.Source.Root?.References ?? []).Distinct();
}
