using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Functions;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Evaluation;

/// <summary>
/// Computes a checked expression. Total: it ends with a value or a <see cref="FlowException"/> that names place, expression and the
/// values it was about; time and memory are bounded by <see cref="Fuel"/>. No clock, no randomness, no files.
/// </summary>
internal sealed class Evaluator
{
    private const int ValuesShownMax = 4;

    private readonly EvaluationScope _scope;
    private readonly Fuel _fuel = new();

    private Evaluator(EvaluationScope scope) => _scope = scope;

    public static FlowValue Evaluate(CheckedExpression expression, EvaluationScope scope)
    {
        if (expression.Root is null || !expression.IsValid)
        {
            throw new FlowException(expression.Errors[0]);
        }

        try
        {
            return new Evaluator(scope).Value(expression.Root);
        }
        catch (FailedAt failed)
        {
            var located = expression.Source.Locate(failed.Error, failed.Node.Offset);
            throw new FlowException(located with { Values = Values(failed.Node, scope) });
        }
    }

    private FlowValue Value(Expression node) => node switch
    {
        LiteralExpression literal => literal.Value,
        ReferenceExpression reference => Guard(node, () => _scope.Value(reference.Reference)),
        ListExpression list => Guard(node, () => Items(list)),
        MemberExpression member => Member(member, soft: false),
        IndexExpression index => Index(index, soft: false),
        CallExpression call => Call(call),
        UnaryExpression unary => Unary(unary),
        BinaryExpression binary => Binary(binary),
        ConditionalExpression conditional => Value(Flag(conditional.Test) ? conditional.Then : conditional.Else),
        WidenExpression widen => Widen(widen, Value(widen.Inner)),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    /// <summary>The left of <c>??</c>: what is out of range or missing along its own chain is null, not an error.</summary>
    private FlowValue Soft(Expression node) => node switch
    {
        MemberExpression member => Member(member, soft: true),
        IndexExpression index => Index(index, soft: true),
        ConditionalExpression conditional => Soft(Flag(conditional.Test) ? conditional.Then : conditional.Else),
        WidenExpression widen => Widen(widen with { Type = widen.Type.OrNull }, Soft(widen.Inner)),
        BinaryExpression { Operator: BinaryOperator.Coalesce } coalesce =>
            Soft(coalesce.Left) is { IsNull: false } found ? found : Soft(coalesce.Right),
        _ => Value(node),
    };

    private ListValue Items(ListExpression list)
    {
        _fuel.Burn(list.Items.Count);
        return new ListValue([.. list.Items.Select(Value)]);
    }

    private FlowValue Widen(WidenExpression node, FlowValue value) => Guard(node, () =>
    {
        if (value is ListValue list)
        {
            _fuel.Burn(list.Items.Count);
        }

        return FlowConversion.Into(value, node.Type);
    });

    private FlowValue Member(MemberExpression node, bool soft)
    {
        var target = soft ? Soft(node.Target) : Value(node.Target);
        return target switch
        {
            NullValue => target,
            MapValue map => map.Items.TryGetValue(node.Name, out var found) ? found : Missing(node, soft, MissingKey(node.Name, map)),
            _ => throw new FailedAt(node, FlowErrorKind.Type, $"{target} has no member '{node.Name}'"),
        };
    }

    private FlowValue Index(IndexExpression node, bool soft)
    {
        var target = soft ? Soft(node.Target) : Value(node.Target);
        if (target.IsNull)
        {
            return target;
        }

        var key = Value(node.Key);
        return (target, key) switch
        {
            (ListValue list, IntValue at) => at.Value >= 0 && at.Value < list.Items.Count ? list.Items[(int)at.Value]
                : Missing(node, soft, $"[{at}] is out of range: the list has {list.Items.Count} elements"),
            (MapValue map, StringValue name) => map.Items.TryGetValue(name.Value, out var found) ? found
                : Missing(node, soft, MissingKey(name.Value, map)),
            _ => throw new FailedAt(node, key.IsNull ? FlowErrorKind.Null : FlowErrorKind.Type, $"{target} has no element [{key}]"),
        };
    }

    private static string MissingKey(string name, MapValue map) =>
        $"there is no '{name}'{NearestName.Hint(name, map.Items.Keys.Take(1000))}";

    private static FlowValue Missing(Expression node, bool soft, string message) =>
        soft ? FlowValue.Null : throw new FailedAt(node, FlowErrorKind.Missing, message, "give a value for that case with '??'");

    private FlowValue Call(CallExpression node)
    {
        var function = FunctionTable.Find(node.Function)!;
        var arguments = node.Arguments.Select(Value).ToList();
        return Guard(node, () =>
        {
            var value = function.Run(new FunctionCall(function, arguments, _fuel, _scope.Tree));
            _fuel.BurnText(value is StringValue text ? text.Value.Length : 0);
            return value;
        });
    }

    private FlowValue Unary(UnaryExpression node)
    {
        if (node.Operator == UnaryOperator.Not)
        {
            return BoolValue.Of(!Flag(node.Operand));
        }

        var operand = Value(node.Operand);
        return Guard(node, () => Arithmetic.Negate(operand)) ?? throw Unfit(node, operand, operand);
    }

    private FlowValue Binary(BinaryExpression node)
    {
        switch (node.Operator)
        {
            case BinaryOperator.Coalesce:
                var found = Soft(node.Left);
                return found.IsNull ? Value(node.Right) : found;
            case BinaryOperator.And:
                return BoolValue.Of(Flag(node.Left) && Flag(node.Right));
            case BinaryOperator.Or:
                return BoolValue.Of(Flag(node.Left) || Flag(node.Right));
        }

        var (left, right) = (Value(node.Left), Value(node.Right));
        return node.Operator switch
        {
            BinaryOperator.Equal => BoolValue.Of(FlowOrder.AreEqual(left, right)),
            BinaryOperator.NotEqual => BoolValue.Of(!FlowOrder.AreEqual(left, right)),
            BinaryOperator.Less => Compared(node, left, right, order => order < 0),
            BinaryOperator.LessOrEqual => Compared(node, left, right, order => order <= 0),
            BinaryOperator.Greater => Compared(node, left, right, order => order > 0),
            BinaryOperator.GreaterOrEqual => Compared(node, left, right, order => order >= 0),
            _ => Guard(node, () => Computed(node.Operator, left, right)) ?? throw Unfit(node, left, right),
        };
    }

    private FlowValue? Computed(BinaryOperator symbol, FlowValue left, FlowValue right)
    {
        _fuel.Burn(left is ListValue a && right is ListValue b ? a.Items.Count + b.Items.Count : 0);
        _fuel.BurnText(left is StringValue x && right is StringValue y ? x.Value.Length + y.Value.Length : 0);
        return symbol switch
        {
            BinaryOperator.Add => Arithmetic.Add(left, right),
            BinaryOperator.Subtract => Arithmetic.Subtract(left, right),
            BinaryOperator.Multiply => Arithmetic.Multiply(left, right),
            BinaryOperator.Divide => Arithmetic.Divide(left, right),
            _ => Arithmetic.Remainder(left, right),
        };
    }

    private static BoolValue Compared(BinaryExpression node, FlowValue left, FlowValue right, Func<int, bool> holds) =>
        FlowOrder.Compare(left, right) is { } order ? BoolValue.Of(holds(order)) : throw Unfit(node, left, right);

    private bool Flag(Expression node) => Value(node) is BoolValue flag ? flag.Value
        : throw new FailedAt(node, FlowErrorKind.Type, "a bool is wanted");

    private static FailedAt Unfit(Expression node, FlowValue left, FlowValue right)
    {
        var symbol = node is BinaryExpression binary ? Precedence.Symbol(binary.Operator) : "-";
        return left.IsNull || right.IsNull ? new FailedAt(node, FlowErrorKind.Null, $"an operand of '{symbol}' is null", Checker.NullFix)
            : new FailedAt(node, FlowErrorKind.Type, node is BinaryExpression
                ? $"'{symbol}' does not take {left} and {right}" : $"'{symbol}' does not take {left}");
    }

    private static T Guard<T>(Expression node, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (FlowException failed)
        {
            throw new FailedAt(node, failed.Error.Kind, failed.Error.Message, failed.Error.Fix);
        }
    }

    private static List<string> Values(Expression node, EvaluationScope scope)
    {
        var shown = new List<string>();
        foreach (var reference in node.References.Distinct().Take(ValuesShownMax))
        {
            try
            {
                shown.Add($"{reference} = {scope.Value(reference)}");
            }
            catch (FlowException)
            {
                // It has no value: the message is about that already.
            }
        }

        return shown;
    }

    /// <summary>A failure at one node, on its way to the boundary where place and values are added.</summary>
    private sealed class FailedAt(Expression node, FlowErrorKind kind, string message, string? fix = null) : Exception(message)
    {
        public Expression Node { get; } = node;

        public FlowError Error { get; } = new(kind, message, fix);
    }
}
