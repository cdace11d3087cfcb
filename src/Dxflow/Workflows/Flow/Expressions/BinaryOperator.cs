namespace Dxflow.Workflows.Flow.Expressions;

internal sealed record BinaryExpression(BinaryOperator Operator, Expression Left, Expression Right, int Offset) : Expression(Offset);
