using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Checking;

/// <summary>
/// The typing rules of the operators, of member and index. Operands that are <c>json</c> pass and are checked when they are
/// evaluated.
/// </summary>
internal sealed class OperatorCheck(Checker checker)
{
    public Typed Member(MemberExpression node, Typed target)
    {
        var result = node with { Target = target.Node };
        return target.Type.Kind switch
        {
            FlowKind.Nothing => new Typed(result, FlowType.Null, target.Because),
            FlowKind.Json => new Typed(result, FlowType.Json),
            FlowKind.Map => Inside(result, target, target.Type.Element!),
            FlowKind.List => checker.Fail($"{target.Type.Noun} has no member '{node.Name}'", node, "an element is taken with [0]"),
            _ => checker.Fail($"{target.Type.Noun} has no member '{node.Name}'", node),
        };
    }

    public Typed Index(IndexExpression node, Typed target, Typed key)
    {
        var result = node with { Target = target.Node, Key = key.Node };
        switch (target.Type.Kind)
        {
            case FlowKind.Nothing:
                return new Typed(result, FlowType.Null, target.Because);
            case FlowKind.List or FlowKind.Map:
                var wanted = target.Type.Kind == FlowKind.List ? FlowType.Int : FlowType.String;
                var fitted = checker.Into(key, wanted, $"the index of {target.Type.NotNull.Noun}");
                return Inside(result with { Key = fitted.Node }, target, target.Type.Element!);
            case FlowKind.Json:
                var solid = checker.NotNull(key, "an index");
                return solid.Type.Kind is FlowKind.Int or FlowKind.String or FlowKind.Json ? new Typed(result, FlowType.Json)
                    : checker.Fail($"an index is an int or a string, and this is {solid.Type.Noun}", key.Node);
            default:
                return checker.Fail($"{target.Type.Noun} has no elements", node);
        }
    }

    public Typed Unary(UnaryExpression node, Typed operand)
    {
        if (node.Operator == UnaryOperator.Not)
        {
            return new Typed(node with { Operand = checker.Into(operand, FlowType.Bool, "the operand of '!'").Node }, FlowType.Bool);
        }

        var solid = checker.NotNull(operand, "the operand of '-'");
        return solid.Type.IsNumber || solid.Type.Kind == FlowKind.Json ? new Typed(node with { Operand = solid.Node }, solid.Type)
            : checker.Fail($"'-' takes a number, and this is {solid.Type.Noun}", operand.Node);
    }

    public Typed Binary(BinaryExpression node, Typed left, Typed right)
    {
        var symbol = Precedence.Symbol(node.Operator);
        switch (node.Operator)
        {
            case BinaryOperator.Coalesce:
                return Coalesce(node, left, right);
            case BinaryOperator.And or BinaryOperator.Or:
                left = checker.Into(left, FlowType.Bool, $"the left of '{symbol}'");
                right = checker.Into(right, FlowType.Bool, $"the right of '{symbol}'");
                return Result(node, left, right, FlowType.Bool);
            case BinaryOperator.Equal or BinaryOperator.NotEqual:
                return Equality(node, left, right, symbol);
        }

        left = checker.NotNull(left, $"the left of '{symbol}'");
        right = checker.NotNull(right, $"the right of '{symbol}'");
        return node.Operator switch
        {
            BinaryOperator.Add => Add(node, left, right),
            BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Remainder =>
                Numbers(node, left, right) is { } type ? Result(node, left, right, type) : Mismatch(node, left, right, "takes numbers"),
            _ => Numbers(node, left, right) is not null || Both(left, right, FlowKind.String)
                ? Result(node, left, right, FlowType.Bool)
                : Mismatch(node, left, right, "compares numbers with numbers and texts with texts"),
        };
    }

    public Typed Conditional(ConditionalExpression node, Typed test, Typed then, Typed otherwise)
    {
        var asked = checker.Into(test, FlowType.Bool, "the condition before '?'");
        if (FlowTypeRules.Join(then.Type, otherwise.Type) is not { } joined)
        {
            return checker.Fail($"the branches of '?:' are {then.Type.Noun} and {otherwise.Type.Noun}", node);
        }

        return new Typed(
            node with
            {
                Test = asked.Node,
                Then = checker.Into(then, joined, "a branch of '?:'").Node,
                Else = checker.Into(otherwise, joined, "a branch of '?:'").Node,
            },
            joined, then.Because ?? otherwise.Because);
    }

    private Typed Coalesce(BinaryExpression node, Typed left, Typed right)
    {
        if (FlowTypeRules.Join(left.Type.NotNull, right.Type) is not { } joined)
        {
            return checker.Fail($"'??' gives {left.Type.NotNull.Noun} or else {right.Type.Noun}", node, "both sides have one type");
        }

        var first = checker.Into(left, joined.OrNull, "the left of '??'");
        var second = checker.Into(right, joined, "the right of '??'");
        return Result(node, first, second, joined) with { Because = right.Because ?? (joined.Element is null ? null : left.Because) };
    }

    private Typed Equality(BinaryExpression node, Typed left, Typed right, string symbol)
    {
        var (a, b) = (left.Type, right.Type);
        if (a.Kind == FlowKind.Nothing || b.Kind == FlowKind.Nothing)
        {
            return Result(node, left, right, FlowType.Bool);
        }

        if (a.HoldsSecret || b.HoldsSecret)
        {
            return checker.Fail($"a secret compares with null alone, by '{symbol}'", node);
        }

        return FlowTypeRules.Join(a, b) is null ? Mismatch(node, left, right, "compares values of one type, or anything with null")
            : Result(node, left, right, FlowType.Bool);
    }

    private Typed Add(BinaryExpression node, Typed left, Typed right)
    {
        if (Numbers(node, left, right) is { } number)
        {
            return Result(node, left, right, number);
        }

        if (Both(left, right, FlowKind.String))
        {
            return Result(node, left, right, left.Type.Kind == FlowKind.Json ? right.Type : left.Type);
        }

        if (Both(left, right, FlowKind.List) && FlowTypeRules.Join(left.Type, right.Type) is { } joined)
        {
            if (joined.Kind == FlowKind.Json)
            {
                return Result(node, left, right, joined);
            }

            var (first, second) = (checker.Into(left, joined, "the left of '+'"), checker.Into(right, joined, "the right of '+'"));
            return Result(node, first, second, joined) with { Because = left.Because ?? right.Because };
        }

        return Mismatch(node, left, right, "adds numbers, joins texts, or joins lists of one type");
    }

    private static bool Both(Typed left, Typed right, FlowKind kind) =>
        (left.Type.Kind == kind || left.Type.Kind == FlowKind.Json) && (right.Type.Kind == kind || right.Type.Kind == FlowKind.Json)
        && (left.Type.Kind == kind || right.Type.Kind == kind);

    private static FlowType? Numbers(BinaryExpression node, Typed left, Typed right)
    {
        var (a, b) = (left.Type, right.Type);
        var json = a.Kind == FlowKind.Json || b.Kind == FlowKind.Json;
        if ((!a.IsNumber && a.Kind != FlowKind.Json) || (!b.IsNumber && b.Kind != FlowKind.Json))
        {
            return null;
        }

        return node.Operator == BinaryOperator.Divide ? FlowType.Float
            : json ? FlowType.Json
            : a.Kind == FlowKind.Int && b.Kind == FlowKind.Int ? FlowType.Int : FlowType.Float;
    }

    private Typed Mismatch(BinaryExpression node, Typed left, Typed right, string rule)
    {
        var fix = left.Type.HoldsSecret || right.Type.HoldsSecret ? "a secret stands alone, or beside text in 'environment'"
            : left.Type.Kind == FlowKind.String || right.Type.Kind == FlowKind.String
                ? "a value beside text needs no '+': 'a{{ x }}'"
                : null;
        return checker.Fail($"'{Precedence.Symbol(node.Operator)}' {rule}, and these are {left.Type.Noun} and {right.Type.Noun}", node,
            fix);
    }

    // A member or element of null is null, so it is as optional as what it is taken from.
    private static Typed Inside(Expression node, Typed target, FlowType element) =>
        new(node, target.Type.Optional ? element.OrNull : element, target.Because);

    private static Typed Result(BinaryExpression node, Typed left, Typed right, FlowType type) =>
        new(node with { Left = left.Node, Right = right.Node }, type);
}
