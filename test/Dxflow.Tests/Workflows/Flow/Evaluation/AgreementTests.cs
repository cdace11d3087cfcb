using Dxflow.Tests.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Evaluation;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Xunit;

namespace Dxflow.Tests.Workflows.Flow.Evaluation;

/// <summary>The checker and the evaluator agree: over random trees, most of which are refused and a few thousand of which run.</summary>
public sealed class AgreementTests
{
    private const int SeedsMax = 60_000;

    [Fact]
    public void A_checked_expression_ends_with_a_value_of_its_type_or_an_error_of_values()
    {
        var ran = 0;
        for (var seed = 0; seed < SeedsMax; seed++)
        {
            var tree = new ExpressionSamples(seed).Tree(3);
            var text = ExpressionPrinter.Print(tree);
            var expression = Checker.Check(new ParsedExpression(text, default, tree), FlowBench.Typing);
            if (!expression.IsValid)
            {
                continue;
            }

            ran++;
            var dynamic = expression.Root!.All.Any(node => node is CallExpression { Function: "json" or "zip" or "product" or "enumerate" })
                || expression.Root.References.Any(reference => reference.Name == "js");
            try
            {
                var value = Evaluator.Evaluate(expression, FlowBench.Scope);
                Assert.True(dynamic || IsExactly(value, expression.Type), $"seed {seed}: {text} is a {expression.Type} and gave {value}");
            }
            catch (FlowException failed)
            {
                Assert.True(
                    failed.Error.Kind is not FlowErrorKind.Syntax
                        && (dynamic || failed.Error.Kind is not (FlowErrorKind.Type or FlowErrorKind.Null)),
                    $"seed {seed}: {text}: {failed.Error.Detail}");
            }
        }

        Assert.InRange(ran, 5_000, SeedsMax);
    }

    [Fact]
    public void Every_refusal_has_a_place_and_the_expression()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var expression = FlowBench.Check(ExpressionPrinter.Print(new ExpressionSamples(seed).Tree(4)));
            Assert.All(expression.Errors, error => Assert.True(
                error is { At.Line: 3, Expression.Length: > 0, Message.Length: > 0 }, error.Detail));
        }
    }

    [Fact]
    public void A_failure_names_place_expression_and_values()
    {
        var failed = Assert.Throws<FlowException>(() => Evaluator.Evaluate(FlowBench.Check("1 + inputs.li[inputs.i]"), FlowBench.Scope));
        Assert.Equal(
            "[7] is out of range: the list has 3 elements in {{ 1 + inputs.li[inputs.i] }}, where inputs.li = [3,1,2], inputs.i = 7",
            failed.Error.Detail);
        Assert.Equal((3, 14), (failed.Error.At.Line, failed.Error.At.Column));
    }

    [Fact]
    public void All_errors_of_an_expression_come_at_once() =>
        Assert.Equal(
            ["no input is called 'p'", "no input is called 'q'", "'-' takes a number, and this is a string"],
            FlowBench.Check("inputs.p + inputs.q * -'a'").Errors.Select(error => error.Message));

    private static bool IsExactly(FlowValue value, FlowType type) => value switch
    {
        NullValue => type.Optional,
        ListValue list => type.Kind == FlowKind.List && list.Items.All(item => IsExactly(item, type.Element!)),
        MapValue map => type.Kind == FlowKind.Map && map.Items.Values.All(item => IsExactly(item, type.Element!)),
        _ => value.TypeName == type.NotNull.ToString(),
    };
}
