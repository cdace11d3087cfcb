namespace Dxflow.Workflows.Flow.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Int,
    Float,
    Text,
    Symbol,
}
