namespace Dxflow.Workflows.Flow.Expressions;

internal enum UnaryOperator
{
    Not,
    Negate,
}
