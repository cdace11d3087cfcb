namespace Dxflow.Workflows.Compose.Services;

/// <summary>What splitting a string command ran into.</summary>
internal enum SplitFault
{
    None,
    OpenQuote,

    /// <summary>An unquoted <c>&amp; | ; &lt; &gt;</c>: what follows is dropped, as Compose does.</summary>
    Operator,

    Parenthesis,
}
