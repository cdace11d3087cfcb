namespace Dxflow.Workflows.Flow.Expressions;

internal sealed record UnaryExpression(UnaryOperator Operator, Expression Operand, int Offset) : Expression(Offset);
