namespace Dxflow.Workflows.Flow;

/// <summary>
/// What kind of thing went wrong. An expression that passed the checker and holds no <c>json</c> never fails by Syntax, Type or
/// Null.
/// </summary>
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
