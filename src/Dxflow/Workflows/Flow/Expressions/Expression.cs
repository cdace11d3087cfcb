using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>One node of an expression; <see cref="Offset"/> is where it begins in the expression's text, for messages.</summary>
internal abstract record Expression(int Offset)
{
    /// <summary>The parts of this node, in the order in which they are written.</summary>
    public IEnumerable<Expression> Children => this switch
    {
        ListExpression list => list.Items,
        MemberExpression member => [member.Target],
        IndexExpression index => [index.Target, index.Key],
        CallExpression call => call.Arguments,
        UnaryExpression unary => [unary.Operand],
        BinaryExpression binary => [binary.Left, binary.Right],
        ConditionalExpression conditional => [conditional.Test, conditional.Then, conditional.Else],
        WidenExpression widen => [widen.Inner],
        _ => [],
    };

    /// <summary>This node and all below it.</summary>
    public IEnumerable<Expression> All => Children.SelectMany(child => child.All).Prepend(this);

    public IEnumerable<Reference> References => All.OfType<ReferenceExpression>().Select(node => node.Reference);
}

internal sealed record LiteralExpression(FlowValue Value, int Offset) : Expression(Offset);

internal sealed record ListExpression(IReadOnlyList<Expression> Items, int Offset) : Expression(Offset);

/// <summary>
/// Something outside the expression: <c>steps.a.outputs.x</c>. The whole chain is one node, so that it can be looked up and drawn
/// as an edge.
/// </summary>
internal sealed record ReferenceExpression(Reference Reference, int Offset) : Expression(Offset);

internal sealed record MemberExpression(Expression Target, string Name, int Offset) : Expression(Offset);

internal sealed record IndexExpression(Expression Target, Expression Key, int Offset) : Expression(Offset);

internal sealed record CallExpression(string Function, IReadOnlyList<Expression> Arguments, int Offset) : Expression(Offset);

internal sealed record ConditionalExpression(Expression Test, Expression Then, Expression Else, int Offset) : Expression(Offset);

/// <summary>
/// A conversion that the checker puts in, so that a value has exactly its static type: <c>c ? 1 : 2.5</c> is a float either way.
/// </summary>
internal sealed record WidenExpression(Expression Inner, FlowType Type) : Expression(Inner.Offset);

internal sealed record UnaryExpression(UnaryOperator Operator, Expression Operand, int Offset) : Expression(Offset);

internal sealed record BinaryExpression(BinaryOperator Operator, Expression Left, Expression Right, int Offset) : Expression(Offset);
