using System.Text;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow;

/// <summary>What kind of thing went wrong. An expression that passed the checker and holds no <c>json</c> never fails by Syntax, Type or Null.</summary>
internal enum FlowErrorKind
{
    Syntax,
    Type,
    Null,

    /// <summary>Out of range, a missing key, a file that a directory does not hold.</summary>
    Missing,

    /// <summary>A result beyond 64 bits or the floats, or a division by zero.</summary>
    Overflow,

    /// <summary>A value that a function cannot take: a negative size, lists of unequal lengths.</summary>
    Value,

    /// <summary>More items, text or nesting than an evaluation may make.</summary>
    Limit,
}

/// <summary>
/// Why an expression cannot be read or evaluated: the message, what to do, the place in the document, the expression's own text
/// and the values of the references in the part that failed (secrets are never among them).
/// </summary>
internal sealed record FlowError(
    FlowErrorKind Kind, string Message, string? Fix = null, Place At = default, string? Expression = null, IReadOnlyList<string>? Values = null)
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

/// <summary>Carries a <see cref="FlowError"/> up to the boundary that names its place: a template, an input, an output.</summary>
internal sealed class FlowException(FlowError error) : Exception(error.Message)
{
    public FlowException(FlowErrorKind kind, string message, string? fix = null)
        : this(new FlowError(kind, message, fix))
    {
    }

    public FlowError Error { get; } = error;
}
