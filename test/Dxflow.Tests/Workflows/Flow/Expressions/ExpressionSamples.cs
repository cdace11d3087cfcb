using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Functions;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Tests.Workflows.Flow.Expressions;

/// <summary>Random trees and random texts, by seed: what the property tests feed on.</summary>
internal sealed class ExpressionSamples(int seed)
{
    private static readonly string[] Pieces =
    [
        "1", "2.5", "'a'", "\"b\"", "true", "null", "inputs.i", "inputs.li", "steps.a-b.outputs.x", "services.db.port(80)", "index",
            "run.id",
        "+", "-", "*", "/", "%", "==", "<", "&&", "||", "!", "?", ":", "??", "(", ")", "[", "]", ".", ",", "...", "len(", "format(", "'",
        "\\", "$", "{{", "é", "\ud83d", " ",
    ];

    private static readonly string[] Texts = ["", "a", "it's", "\\", "\n\t", "é😀", "\u0001", "{{"];
    private static readonly long[] Wholes = [0, 1, 2, -1, 7, 3, long.MaxValue, long.MinValue];
    private static readonly double[] Reals = [0, -0.0, 0.5, 1e-7, 1e300, 2.5, -3.25, 123456789.125];

    private readonly Random _random = new(seed);

    public string Noise() => string.Concat(
        Enumerable.Range(0, _random.Next(1, 25)).Select(_ => Pick(Pieces) + (_random.Next(3) == 0 ? " " : "")));

    public Expression Tree(int depth)
    {
        if (depth == 0 || _random.Next(6) == 0)
        {
            return Leaf();
        }

        return _random.Next(12) switch
        {
            0 => new ListExpression([.. Many(depth)], 0),
            1 => new MemberExpression(Tree(depth - 1), Pick(["x", "y", "zz_1"]), 0),
            2 => new IndexExpression(Tree(depth - 1), Tree(depth - 1), 0),
            3 or 4 or 5 => Call(depth),
            6 => Unary(Tree(depth - 1)),
            7 => new ConditionalExpression(Tree(depth - 1), Tree(depth - 1), Tree(depth - 1), 0),
            _ => new BinaryExpression(Pick(Enum.GetValues<BinaryOperator>()), Tree(depth - 1), Tree(depth - 1), 0),
        };
    }

    private Expression Leaf() => _random.Next(8) switch
    {
        0 => new LiteralExpression(new IntValue(Pick(Wholes)), 0),
        1 => new LiteralExpression(new FloatValue(Pick(Reals)), 0),
        2 => new LiteralExpression(new StringValue(Pick(Texts)), 0),
        3 => new LiteralExpression(BoolValue.Of(_random.Next(2) == 0), 0),
        4 => _random.Next(3) == 0 ? new LiteralExpression(FlowValue.Null, 0) : new ListExpression([], 0),
        _ => new ReferenceExpression(new Reference(ReferenceKind.Input, Pick([.. FlowBench.Inputs.Keys])), 0),
    };

    // The parser folds a minus into a literal, so a tree never has a minus over one that is not negative.
    private Expression Unary(Expression operand) => operand is LiteralExpression { Value: IntValue or FloatValue }
        ? new UnaryExpression(UnaryOperator.Not, operand, 0)
        : new UnaryExpression(Pick(Enum.GetValues<UnaryOperator>()), operand, 0);

    private CallExpression Call(int depth)
    {
        var function = Pick([.. FunctionTable.All]);
        if (function.Name == "format")
        {
            return new CallExpression(
                "format", [new LiteralExpression(new StringValue(Pick(["%d", "%05.1f", "%s", "%g"])), 0), Tree(depth - 1)], 0);
        }

        var count = _random.Next(function.ArgumentsMin, Math.Min(function.ArgumentsMax, 3) + 1);
        return new CallExpression(function.Name, [.. Enumerable.Range(0, count).Select(_ => Tree(depth - 1))], 0);
    }

    private IEnumerable<Expression> Many(int depth) => Enumerable.Range(0, _random.Next(4)).Select(_ => Tree(depth - 1));

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
