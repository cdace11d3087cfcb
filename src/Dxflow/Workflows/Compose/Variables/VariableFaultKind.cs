namespace Dxflow.Workflows.Compose.Variables;

internal enum VariableFaultKind
{
    /// <summary>Not set and no default: empty, as Compose does it.</summary>
    Unset,

    /// <summary><c>${NAME:?text}</c> without a value.</summary>
    Required,

    /// <summary><c>${</c> without its <c>}</c>.</summary>
    Unclosed,

    /// <summary>What follows the name in <c>${NAME…}</c> is no known form.</summary>
    BadForm,

    TooDeep,

    /// <summary>The result is longer than <see cref="VariableScanner.ResultCharsMax"/> and is cut off.</summary>
    TooLong,
}
