namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>A word of an expression. <see cref="Text"/> is the name, the digits, the unescaped text of a literal, or the symbol.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    /// <summary>For messages.</summary>
    public string Shown => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => "a text",
        _ => $"'{Text}'",
    };
}
