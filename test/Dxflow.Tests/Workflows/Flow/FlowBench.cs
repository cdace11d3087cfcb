using Dxflow.Artifacts;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Evaluation;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;

namespace Dxflow.Tests.Workflows.Flow;

/// <summary>Inputs of every type with values, and the two ways to run an expression over them.</summary>
internal static class FlowBench
{
    public static readonly Dictionary<string, (FlowType Type, FlowValue Value)> Inputs = new()
    {
        ["i"] = (FlowType.Int, new IntValue(7)),
        ["j"] = (FlowType.Int, new IntValue(-2)),
        ["f"] = (FlowType.Float, new FloatValue(2.5)),
        ["s"] = (FlowType.String, new StringValue("abc")),
        ["t"] = (FlowType.Bool, BoolValue.True),
        ["n"] = (FlowType.Int.OrNull, FlowValue.Null),
        ["li"] = (FlowType.ListOf(FlowType.Int), Ints(3, 1, 2)),
        ["lf"] = (FlowType.ListOf(FlowType.Float), new ListValue([new FloatValue(0.5), new FloatValue(1.5)])),
        ["ln"] = (FlowType.ListOf(FlowType.Int.OrNull), new ListValue([new IntValue(4), FlowValue.Null])),
        ["ls"] = (FlowType.ListOf(FlowType.String), new ListValue([new StringValue("b"), new StringValue("a"), new StringValue("b")])),
        ["m"] = (FlowType.MapOf(FlowType.Int), FlowJsonReader.Parse("""{"x":1,"y":2}""", FlowType.MapOf(FlowType.Int))),
        ["mn"] = (FlowType.MapOf(FlowType.Int).OrNull, FlowValue.Null),
        ["js"] = (FlowType.Json, FlowJsonReader.Parse("""{"a":[1,{"b":"c"}],"f":1.0,"z":null}""", FlowType.Json)),
        ["file"] = (FlowType.File, new ArtifactValue("aa", ArtifactKind.File, "x.txt", 3, "/w/inputs/file.txt")),
        ["dir"] = (FlowType.Dir, new ArtifactValue("dd", ArtifactKind.Dir, "d", 9, "/w/inputs/dir")),
        ["key"] = (FlowType.Secret, new SecretValue("hush")),
    };

    public static readonly EvaluationScope Scope = new(
        reference => Inputs[reference.Name].Value,
        _ => new Dictionary<string, ArtifactValue>
        {
            ["b.txt"] = new("bb", ArtifactKind.File, "b.txt", 1),
            ["a"] = new("ee", ArtifactKind.Dir, "a", 2),
            ["a/c.txt"] = new("cc", ArtifactKind.File, "c.txt", 2),
        });

    public static ListValue Ints(params long[] numbers) => new([.. numbers.Select(number => new IntValue(number))]);

    public static ReferenceType Typing(Reference reference) =>
        reference.Kind == ReferenceKind.Input && Inputs.TryGetValue(reference.Name, out var found)
        ? new ReferenceType(found.Type, found.Type.Optional ? "its type says so" : null)
        : ReferenceType.Wrong($"no input is called '{reference.Name}'");

    public static CheckedExpression Check(string text) => Checker.Check(ExpressionParser.Parse(text, new Place("f.yaml", 3, 10)), Typing);

    /// <summary>The value as JSON, or the first error as <c>Kind: message</c>.</summary>
    public static string Run(string text)
    {
        var expression = Check(text);
        if (!expression.IsValid)
        {
            return $"{expression.Errors[0].Kind}: {expression.Errors[0].Message}";
        }

        try
        {
            return FlowJson.Text(Evaluator.Evaluate(expression, Scope), FlowJsonForm.Task);
        }
        catch (FlowException failed)
        {
            return $"{failed.Error.Kind}! {failed.Error.Message}";
        }
    }
}
