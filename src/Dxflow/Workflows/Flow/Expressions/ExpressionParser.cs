using System.Globalization;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>
/// Reads the language of <c>{{ }}</c> by operator precedence. It never throws: what is no expression, too long
/// (<see cref="TextCharactersMax"/>) or too deep (<see cref="HeightMax"/>) is an error with its place.
/// </summary>
internal sealed class ExpressionParser
{
    public const int TextCharactersMax = 16 * 1024;

    /// <summary>Of the tree, chains of operators included, so that everything that walks it may recurse.</summary>
    public const int HeightMax = 200;

    private static readonly HashSet<string> Roots =
        ["inputs", "workflow", "steps", "each", "index", "turn", "run", "services", "volumes", "secrets", "outputs"];

    private readonly Lexer _lexer;
    private Token _token;
    private int _depth;

    private ExpressionParser(string text)
    {
        _lexer = new Lexer(text);
        _token = _lexer.Next();
    }

    public static ParsedExpression Parse(string text, Place at = default)
    {
        var failed = new ParsedExpression(text, at, null);
        if (text.Length > TextCharactersMax)
        {
            var tooLong = $"an expression has more than {TextCharactersMax} characters";
            return failed with { Error = new FlowError(FlowErrorKind.Limit, tooLong, At: at) };
        }

        try
        {
            var parser = new ExpressionParser(text);
            var spread = parser.Take("...");
            var root = parser.Whole();
            return new ParsedExpression(text, at, root, spread);
        }
        catch (SyntaxError error)
        {
            return failed with { Error = failed.Locate(new FlowError(FlowErrorKind.Syntax, error.Message, error.Fix), error.Offset) };
        }
    }

    private Expression Whole()
    {
        if (_token.Kind == TokenKind.End)
        {
            throw new SyntaxError("there is nothing between the braces", _token.Start, "braces as text are written {{ '{{' }}");
        }

        var root = Read(Precedence.Lowest).Node;
        if (_token.Kind != TokenKind.End)
        {
            throw new SyntaxError($"{_token.Shown} is left over", _token.Start, "is an operator missing before it?");
        }

        return root;
    }

    private (Expression Node, int Height) Read(int level)
    {
        if (++_depth > HeightMax)
        {
            throw TooDeep();
        }

        var left = Prefix();
        while (true)
        {
            if (_token.Is("?") && level <= Precedence.Conditional)
            {
                left = ReadConditional(left);
            }
            else if (Precedence.OfSymbol(_token) is { } found && found.Level >= level)
            {
                Advance();
                var right = Read(found.Operator == BinaryOperator.Coalesce ? found.Level : found.Level + 1);
                var node = new BinaryExpression(found.Operator, left.Node, right.Node, left.Node.Offset);
                left = Node(node, Math.Max(left.Height, right.Height));
            }
            else
            {
                _depth--;
                return left;
            }
        }
    }

    private (Expression Node, int Height) ReadConditional((Expression Node, int Height) test)
    {
        Advance();
        var then = Read(Precedence.Lowest);
        Expect(":", "'a ? b : c' has a ':'");
        var otherwise = Read(Precedence.Conditional);
        return Node(
            new ConditionalExpression(test.Node, then.Node, otherwise.Node, test.Node.Offset),
            Math.Max(test.Height, Math.Max(then.Height, otherwise.Height)));
    }

    private (Expression Node, int Height) Prefix()
    {
        var start = _token.Start;
        if (Take("!"))
        {
            var operand = Read(Precedence.Unary);
            return Node(new UnaryExpression(UnaryOperator.Not, operand.Node, start), operand.Height);
        }

        if (!Take("-"))
        {
            return Postfix();
        }

        // The smallest int has no positive twin, so the minus is read with the digits.
        if (_token is { Kind: TokenKind.Int, Text: "9223372036854775808" })
        {
            Advance();
            return (new LiteralExpression(new IntValue(long.MinValue), start), 1);
        }

        var number = Read(Precedence.Unary);
        return number.Node switch
        {
            LiteralExpression { Value: IntValue { Value: >= 0 } value } => (new LiteralExpression(new IntValue(-value.Value), start), 1),
            LiteralExpression { Value: FloatValue value } when !double.IsNegative(value.Value) =>
                (new LiteralExpression(new FloatValue(-value.Value), start), 1),
            _ => Node(new UnaryExpression(UnaryOperator.Negate, number.Node, start), number.Height),
        };
    }

    private (Expression Node, int Height) Postfix()
    {
        var left = Primary();
        while (true)
        {
            var start = left.Node.Offset;
            if (Take("."))
            {
                left = Node(new MemberExpression(left.Node, Name("a name after '.'"), start), left.Height);
            }
            else if (Take("["))
            {
                var key = Read(Precedence.Lowest);
                Expect("]", "'[' has no ']'");
                left = Node(new IndexExpression(left.Node, key.Node, start), Math.Max(left.Height, key.Height));
            }
            else if (_token.Is("("))
            {
                throw new SyntaxError("only functions are called", _token.Start);
            }
            else
            {
                return left;
            }
        }
    }

    private (Expression Node, int Height) Primary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Int:
                Advance();
                return long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
                    ? (new LiteralExpression(new IntValue(whole), token.Start), 1)
                    : throw new SyntaxError($"{token.Text} does not fit 64 bits", token.Start, "write it as a float: with '.0' behind it");
            case TokenKind.Float:
                Advance();
                var value = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
                return double.IsFinite(value) ? (new LiteralExpression(new FloatValue(value), token.Start), 1)
                    : throw new SyntaxError($"{token.Text} is beyond the floats", token.Start);
            case TokenKind.Text:
                Advance();
                return (new LiteralExpression(new StringValue(token.Text), token.Start), 1);
            case TokenKind.Name:
                return Named();
            case TokenKind.Symbol when token.Text == "(":
                Advance();
                var inner = Read(Precedence.Lowest);
                Expect(")", "'(' has no ')'");
                return inner;
            case TokenKind.Symbol when token.Text == "[":
                Advance();
                var items = Items("]");
                return Node(new ListExpression(items.Nodes, token.Start), items.Height);
            default:
                throw new SyntaxError($"a value is missing before {token.Shown}", token.Start);
        }
    }

    private (Expression Node, int Height) Named()
    {
        var token = _token;
        if (Roots.Contains(token.Text))
        {
            return (new ReferenceExpression(new ReferenceReader(this).Read(), token.Start), 1);
        }

        Advance();
        if (Take("("))
        {
            var arguments = Items(")");
            return Node(new CallExpression(token.Text, arguments.Nodes, token.Start), arguments.Height);
        }

        return token.Text switch
        {
            "true" => (new LiteralExpression(BoolValue.True, token.Start), 1),
            "false" => (new LiteralExpression(BoolValue.False, token.Start), 1),
            "null" => (new LiteralExpression(FlowValue.Null, token.Start), 1),
            _ => throw new SyntaxError(
                $"nothing is called '{token.Text}'{NearestName.Hint(token.Text, Roots)}", token.Start,
                "a text is put in quotes: '" + token.Text + "'"),
        };
    }

    private (IReadOnlyList<Expression> Nodes, int Height) Items(string end)
    {
        var nodes = new List<Expression>();
        var height = 0;
        while (!Take(end))
        {
            if (nodes.Count > 0)
            {
                Expect(",", $"',' or '{end}' is missing");
                if (Take(end))
                {
                    break;
                }
            }

            var item = Read(Precedence.Lowest);
            nodes.Add(item.Node);
            height = Math.Max(height, item.Height);
        }

        return (nodes, height);
    }

    public Token Current => _token;

    public void Advance(bool dashes = false) => _token = _lexer.Next(dashes);

    public bool Take(string symbol)
    {
        if (!_token.Is(symbol))
        {
            return false;
        }

        Advance();
        return true;
    }

    public void Expect(string symbol, string otherwise)
    {
        if (!Take(symbol))
        {
            throw new SyntaxError($"{otherwise}; here is {_token.Shown}", _token.Start);
        }
    }

    private string Name(string wanted)
    {
        var token = _token;
        if (token.Kind != TokenKind.Name)
        {
            throw new SyntaxError($"{wanted} is missing; here is {token.Shown}", token.Start);
        }

        Advance();
        return token.Text;
    }

    private (Expression Node, int Height) Node(Expression node, int below) => below < HeightMax ? (node, below + 1) : throw TooDeep();

    private SyntaxError TooDeep() => new($"an expression is nested more than {HeightMax} deep", _token.Start, "cut it into several inputs");
}
