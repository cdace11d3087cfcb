using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Flow.Expressions;

public sealed class ExpressionParserTests
{
    [Theory]
    [InlineData("steps.a-b.outputs.x - 1", "steps.a-b.outputs.x - 1")]
    [InlineData("steps.2nd.status == 'failed'", "steps.2nd.status == 'failed'")]
    [InlineData("steps['a.b'].ok_count", "steps['a.b'].ok_count")]
    [InlineData("steps[\"plain\"].failed_count", "steps.plain.failed_count")]
    [InlineData("services.my-db.port( 5432 )", "services.my-db.port(5432)")]
    [InlineData("services.my-db.host", "services.my-db.host")]
    [InlineData("workflow.inputs.n-1", "workflow.inputs.n - 1")]
    [InlineData("run.id + run.workflow", "run.id + run.workflow")]
    [InlineData("index", "index")]
    [InlineData("a ? b : c", null)]
    [InlineData("((1 + 2)) * 3", "(1 + 2) * 3")]
    [InlineData("1 - (2 - 3)", "1 - (2 - 3)")]
    [InlineData("(true ? false : true) ? 1 : 2", "(true ? false : true) ? 1 : 2")]
    [InlineData("1 ?? 2 ?? 3", "1 ?? 2 ?? 3")]
    [InlineData("(1 ?? 2) ?? 3", "(1 ?? 2) ?? 3")]
    [InlineData("-(1 + 2)", "-(1 + 2)")]
    [InlineData("- 5", "-5")]
    [InlineData("(-5).x", "(-5).x")]
    [InlineData("[1, 2,]", "[1, 2]")]
    [InlineData("len( [ ] )", "len([])")]
    public void Reads_and_prints(string text, string? printed)
    {
        var parsed = ExpressionParser.Parse(text);
        Assert.Equal(printed, parsed.Root is null ? null : ExpressionPrinter.Print(parsed.Root));
    }

    [Theory]
    [InlineData("", 1, "there is nothing between the braces")]
    [InlineData("1 +", 4, "a value is missing before the end")]
    [InlineData("1 2", 3, "'2' is left over")]
    [InlineData("foo", 1, "nothing is called 'foo'")]
    [InlineData("input.x", 1, "nothing is called 'input'; did you mean 'inputs'?")]
    [InlineData("1 = 2", 3, "'=' is no operator")]
    [InlineData("1 & 2", 3, "'&' is no operator")]
    [InlineData("1 + ${X}", 5, "'$' inside {{ }}: ${VAR} is not resolved here")]
    [InlineData("'abc", 1, "a text has no end")]
    [InlineData(@"'\q'", 2, "an unknown escape in a text")]
    [InlineData("12ab", 1, "a number ends in letters")]
    [InlineData("(1", 3, "'(' has no ')'; here is the end")]
    [InlineData("[1 2]", 4, "',' or ']' is missing; here is '2'")]
    [InlineData("inputs", 7, "an input's name is missing after 'inputs'; here is the end")]
    [InlineData("inputs.", 8, "an input's name is missing after 'inputs'; here is the end")]
    [InlineData("inputs[index]", 8, "inputs[…] takes an input's name in quotes, not 'index'")]
    [InlineData("workflow.input.x", 9, "workflow has no 'input'; did you mean 'inputs'?")]
    [InlineData("steps.a.output.x", 8, "steps.a has no 'output'; did you mean 'outputs'?")]
    [InlineData("steps.a.turns", 14, "an output's name is missing after 'steps.a.turns'; here is the end")]
    [InlineData("each", 5, "a name of `each` is missing after 'each'; here is the end")]
    [InlineData("outputs", 8, "an output's name is missing after 'outputs'; here is the end")]
    [InlineData("run.name", 4, "run has no 'name'")]
    [InlineData("services.db.port", 17, "a port is asked for by the service's own number: services.db.port(8080); here is the end")]
    [InlineData("services.db.port(0)", 18, "a port is a number from 1 to 65535, not '0'")]
    [InlineData("inputs.x(1)", 9, "only functions are called")]
    [InlineData("1 + ...[1]", 5, "a value is missing before '...'")]
    public void Says_what_is_wrong_and_where(string text, int column, string message)
    {
        var parsed = ExpressionParser.Parse(text, new Place("f.yaml", 5, 1));
        Assert.False(parsed.IsValid);
        Assert.Equal((message, new Place("f.yaml", 5, column)), (parsed.Error.Message, parsed.Error.At));
    }

    [Fact]
    public void Places_count_on_over_lines() =>
        Assert.Equal(new Place("f", 9, 3), ExpressionParser.Parse("1 +\n  foo", new Place("f", 8, 20)).Error!.At);

    [Fact]
    public void A_spread_is_told_apart() => Assert.True(ExpressionParser.Parse(" ...inputs.li ") is { IsValid: true, Spread: true });

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("-", "index", "")]
    [InlineData("!", "true", "")]
    [InlineData("[", "", "]")]
    [InlineData("1 + ", "1", "")]
    [InlineData("1 ?? ", "1", "")]
    [InlineData("true ? 1 : ", "1", "")]
    [InlineData("len(", "1", ")")]
    public void Too_deep_is_an_error_and_not_a_crash(string open, string middle, string close)
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + middle + string.Concat(Enumerable.Repeat(close, depth));
        Assert.True(ExpressionParser.Parse(Nested(60)).IsValid);
        Assert.Contains("deep", ExpressionParser.Parse(Nested(1000)).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_of_operators_is_deep() =>
        Assert.StartsWith(
            "an expression is nested", ExpressionParser.Parse(string.Join(" + ", Enumerable.Repeat("1", 500))).Error!.Message,
            StringComparison.Ordinal);

    [Fact]
    public void Too_long_is_an_error() =>
        Assert.Equal(FlowErrorKind.Limit, ExpressionParser.Parse(new string(' ', ExpressionParser.TextCharactersMax + 1)).Error!.Kind);

    [Fact]
    public void No_text_makes_it_throw()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var text = new ExpressionSamples(seed).Noise();
            var parsed = ExpressionParser.Parse(text);
            Assert.True(parsed.IsValid || parsed.Error.Message.Length > 0, text);
        }
    }

    [Fact]
    public void What_is_printed_reads_back_as_the_same_tree()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var tree = new ExpressionSamples(seed).Tree(5);
            var printed = ExpressionPrinter.Print(tree);
            var parsed = ExpressionParser.Parse(printed);
            Assert.True(parsed.IsValid, $"seed {seed}: {printed}: {parsed.Error?.Message}");
            Assert.Equal(Shape(tree), Shape(parsed.Root));
        }
    }

    /// <summary>The tree with every grouping written out, so that only the same tree has the same shape.</summary>
    private static string Shape(Expression node) => node switch
    {
        LiteralExpression literal => $"{literal.Value.TypeName}:{literal.Value}",
        ReferenceExpression reference => reference.Reference.ToString(),
        MemberExpression member => $"({Shape(member.Target)} .{member.Name})",
        CallExpression call => $"{call.Function}({string.Join(" ", call.Arguments.Select(Shape))})",
        UnaryExpression unary => $"({unary.Operator} {Shape(unary.Operand)})",
        BinaryExpression binary => $"({binary.Operator} {Shape(binary.Left)} {Shape(binary.Right)})",
        _ => $"{node.GetType().Name}({string.Join(" ", node.Children.Select(Shape))})",
    };
}
