using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>
/// How tightly each operator binds, from <c>?:</c> (loosest) to <c>. [] ()</c>. <c>??</c> and <c>?:</c> lean right, all others
/// left.
/// </summary>
internal static class Precedence
{
    public const int Lowest = 0;
    public const int Conditional = 1;
    public const int Unary = 9;
    public const int Primary = 10;

    private static readonly Dictionary<string, (BinaryOperator Operator, int Level)> Binary = new()
    {
        ["??"] = (BinaryOperator.Coalesce, 2),
        ["||"] = (BinaryOperator.Or, 3),
        ["&&"] = (BinaryOperator.And, 4),
        ["=="] = (BinaryOperator.Equal, 5),
        ["!="] = (BinaryOperator.NotEqual, 5),
        ["<"] = (BinaryOperator.Less, 6),
        ["<="] = (BinaryOperator.LessOrEqual, 6),
        [">"] = (BinaryOperator.Greater, 6),
        [">="] = (BinaryOperator.GreaterOrEqual, 6),
        ["+"] = (BinaryOperator.Add, 7),
        ["-"] = (BinaryOperator.Subtract, 7),
        ["*"] = (BinaryOperator.Multiply, 8),
        ["/"] = (BinaryOperator.Divide, 8),
        ["%"] = (BinaryOperator.Remainder, 8),
    };

    public static (BinaryOperator Operator, int Level)? OfSymbol(Token token) =>
        token.Kind == TokenKind.Symbol && Binary.TryGetValue(token.Text, out var found) ? found : null;

    public static string Symbol(BinaryOperator wanted) => Binary.First(pair => pair.Value.Operator == wanted).Key;

    public static int Of(Expression expression) => expression switch
    {
        ConditionalExpression => Conditional,
        BinaryExpression binary => Binary[Symbol(binary.Operator)].Level,
        UnaryExpression => Unary,
        // A negative number prints with a minus, so it binds like one.
        LiteralExpression { Value: IntValue { Value: < 0 } } => Unary,
        LiteralExpression { Value: FloatValue number } when double.IsNegative(number.Value) => Unary,
        WidenExpression widen => Of(widen.Inner),
        _ => Primary,
    };
}
