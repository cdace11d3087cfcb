using System.Text;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow;

/// <summary>
/// Why an expression cannot be read or evaluated: the message, what to do, the place in the document, the expression's own text
/// and the values of the references in the part that failed (secrets are never among them).
/// </summary>
internal sealed record FlowError(
    FlowErrorKind Kind,
    string Message,
    string? Fix = null,
    Place At = default,
    string? Expression = null,
    IReadOnlyList<string>? Values = null)
{
    /// <summary>One line: what, in which expression, with which values. The place is shown by whoever lists problems.</summary>
    public string Detail
    {
        get
        {
            var text = new StringBuilder(Message);
            if (Expression is not null)
            {
                text.Append(" in {{ ").Append(Expression).Append(" }}");
            }

            if (Values is { Count: > 0 })
            {
                text.Append(", where ").AppendJoin(", ", Values);
            }

            return text.ToString();
        }
    }
}
