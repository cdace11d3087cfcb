using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Checking;

/// <summary>
/// The verdict on one expression: with conversions put in and its type, or every error found in it. After an error
/// <see cref="Type"/> is <c>json</c>, which hides follow-ups.
/// </summary>
internal sealed record CheckedExpression(
    ParsedExpression Source, Expression? Root, FlowType Type, string? Because, IReadOnlyList<FlowError> Errors)
{
    public bool IsValid => Errors.Count == 0;
}
