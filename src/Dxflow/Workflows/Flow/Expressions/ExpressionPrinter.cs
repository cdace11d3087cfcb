using System.Globalization;
using System.Text;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>Writes an expression so that it reads back as the same tree, with no more parentheses than that takes.</summary>
internal static class ExpressionPrinter
{
    public static string Print(Expression expression)
    {
        var text = new StringBuilder();
        Print(text, expression, Precedence.Lowest);
        return text.ToString();
    }

    public static string Quote(string value)
    {
        var text = new StringBuilder("'");
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '\\' or '\'' => text.Append('\\').Append(letter),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => text.Append(letter),
            };
        }

        return text.Append('\'').ToString();
    }

    private static void Print(StringBuilder text, Expression expression, int wanted)
    {
        var own = Precedence.Of(expression);
        if (own < wanted)
        {
            text.Append('(');
        }

        PrintBare(text, expression, own);
        if (own < wanted)
        {
            text.Append(')');
        }
    }

    private static void PrintBare(StringBuilder text, Expression expression, int own)
    {
        switch (expression)
        {
            case LiteralExpression literal:
                text.Append(literal.Value is StringValue value ? Quote(value.Value) : FlowText.Of(literal.Value) ?? "null");
                break;
            case ListExpression list:
                PrintList(text.Append('['), list.Items, ']');
                break;
            case ReferenceExpression reference:
                text.Append(reference.Reference);
                break;
            case MemberExpression member:
                Print(text, member.Target, own);
                text.Append('.').Append(member.Name);
                break;
            case IndexExpression index:
                Print(text, index.Target, own);
                Print(text.Append('['), index.Key, Precedence.Lowest);
                text.Append(']');
                break;
            case CallExpression call:
                PrintList(text.Append(call.Function).Append('('), call.Arguments, ')');
                break;
            case UnaryExpression unary:
                Print(text.Append(unary.Operator == UnaryOperator.Not ? '!' : '-'), unary.Operand, own);
                break;
            case BinaryExpression binary:
                var right = binary.Operator == BinaryOperator.Coalesce;
                Print(text, binary.Left, right ? own + 1 : own);
                text.Append(' ').Append(Precedence.Symbol(binary.Operator)).Append(' ');
                Print(text, binary.Right, right ? own : own + 1);
                break;
            case ConditionalExpression conditional:
                Print(text, conditional.Test, own + 1);
                Print(text.Append(" ? "), conditional.Then, Precedence.Lowest);
                Print(text.Append(" : "), conditional.Else, own);
                break;
            case WidenExpression widen:
                Print(text, widen.Inner, own);
                break;
        }
    }

    private static void PrintList(StringBuilder text, IReadOnlyList<Expression> items, char end)
    {
        for (var i = 0; i < items.Count; i++)
        {
            Print(i == 0 ? text : text.Append(", "), items[i], Precedence.Lowest);
        }

        text.Append(end);
    }
}
