using Dxflow.Artifacts;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Inputs;

public sealed class WorkflowInputsTests
{
    private static readonly ArtifactValue File = new("ab", ArtifactKind.File, "x", 1);

    private static readonly IReadOnlyList<InputPlan> Declared =
    [
        new("s", "string"), new("i", "int", Min: 1, Max: 9), new("f", "float", Default: "0.5"), new("b", "bool", Default: "true"),
        new("j", "json", Default: """{"a":1}"""), new("li", "list<int>", Default: "[1,2]", Max: 5), new("m", "map<string>", Default: "{}"),
        new("file", "file"), new("files", "list<file>", Default: "[]"), new("o", "int?"), new("os", "string?"),
        new("e", "string", Default: "fast", Values: """["fast","slow"]"""), new("p", "string", Default: "ab", Pattern: "[a-z]+"),
        new("k", "secret", Default: "hush"),
    ];

    [Theory]
    [InlineData("s", "42", "\"42\"")]
    [InlineData("s", "", "\"\"")]
    [InlineData("i", "7", "7")]
    [InlineData("i", "+7", "7")]
    [InlineData("i", "7.0", "the input `i` is an int: '7.0' is not an int")]
    [InlineData("i", "99999999999999999999", "the input `i` is an int: 99999999999999999999 does not fit 64 bits")]
    [InlineData("i", "0", "the input `i` is 0, and must be at least 1")]
    [InlineData("i", "10", "the input `i` is 10, and must be at most 9")]
    [InlineData("f", "7", "7.0")]
    [InlineData("f", "1e-3", "0.001")]
    [InlineData("f", "nan", "the input `f` is a float: nan is no finite float")]
    [InlineData("f", " 1", "the input `f` is a float: ' 1' is not a float")]
    [InlineData("b", "false", "false")]
    [InlineData("b", "yes", "the input `b` is a bool: 'yes' is not a bool")]
    [InlineData("j", "[1, 2.0, null]", "[1,2.0,null]")]
    [InlineData("j", "text", "the input `j` is a json: this is no JSON: 'text' is an invalid JSON literal")]
    [InlineData("li", "[3,4]", "[3,4]")]
    [InlineData("li", "[3,9]", "the input `li` is 9, and must be at most 5")]
    [InlineData("li", "3", "the input `li` is a list<int>: 3 where a list<int> is wanted")]
    [InlineData("m", """{"a":"b"}""", """{"a":"b"}""")]
    [InlineData("o", "null", "null")]
    [InlineData("o", "3", "3")]
    [InlineData("os", "null", "\"null\"")]
    [InlineData("e", "slow", "\"slow\"")]
    [InlineData("e", "slower", "the input `e` is 'slower', and may be 'fast', 'slow'")]
    [InlineData("p", "abc", "\"abc\"")]
    [InlineData("p", "abc; x", "the input `p` is 'abc; x', and must match [a-z]+")]
    [InlineData("file", "x.txt", "the input `file` is a file, and 'x.txt' is text")]
    public void Text_is_typed_by_the_document(string name, string text, string expected)
    {
        var given = Needed();
        given[name] = new GivenInput(text);
        var (values, problems) = WorkflowInputs.Resolve(Declared, given);
        var actual = problems.Count == 0 ? FlowJson.Text(values[name], FlowJsonForm.Stored) : Assert.Single(problems).Message;
        Assert.StartsWith(expected, actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Uploads_are_artifacts_and_one_for_a_list_is_a_list_of_one()
    {
        var given = Needed();
        given["files"] = new GivenInput(null, File);
        Assert.Equal(new ListValue([File]), WorkflowInputs.Resolve(Declared, given).Values["files"]);
        given["file"] = new GivenInput(null, new ArtifactValue("cd", ArtifactKind.Dir, "d", 1));
        Assert.Equal(
            "the input `file` is a file: dir 'd' is a dir where a file is wanted",
            Assert.Single(WorkflowInputs.Resolve(Declared, given).Problems).Message);
    }

    [Fact]
    public void Missing_unknown_and_wrong_ones_come_all_at_once() => Assert.Equal(
        [
            "the input `s` is missing; it is a string | Give it with -p s=VALUE.",
            "the input `i` is an int: 'x' is not an int | Write digits, as in 42.",
            "the input `file` is missing; it is a file | Give it with -p file=@PATH.",
            "the workflow has no input `ff`; did you mean 'f'? | It takes s, i, f, b, j, li, m, file, files, o, os, e, p, k.",
        ],
        WorkflowInputs.Resolve(Declared, new Dictionary<string, GivenInput> { ["i"] = new("x"), ["ff"] = new("1") })
            .Problems.Select(problem => $"{problem.Message} | {problem.Fix}"));

    [Fact]
    public void Stored_values_read_back()
    {
        var (values, _) = WorkflowInputs.Resolve(Declared, Needed());
        var stored = FlowJson.Element(values, FlowJsonForm.Stored);
        Assert.Equal(values.OrderBy(pair => pair.Key), WorkflowInputs.Read(stored, Declared).OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Sources_become_artifacts()
    {
        var plan = new PlanBench().Plan("""
            x-workflow: { inputs: { a: "file:in/x.txt", l: { type: list<file>, default: ["file:/abs/y", "text:hi"] } } }
            services: { s: { command: [s], x-step: { inputs: { d: { type: dir, from: "file:d/" }, a: "file:in/x.txt" } } } }
            """);
        var sources = PlanSources.In(plan);
        Assert.Equal(
            ["File x.txt /p/in/x.txt", "File y /abs/y", "File l.txt hi", "Dir d /p/d/"],
            sources.Select(source => $"{source.Kind} {source.Name} {source.Path ?? source.Content}"));
        var resolved = PlanSources.Resolve(plan, source => new ArtifactValue(source.Name, source.Kind, source.Name, 1));
        Assert.Empty(PlanSources.In(resolved));
        var (values, problems) = WorkflowInputs.Resolve(resolved.Inputs, new Dictionary<string, GivenInput>());
        Assert.Empty(problems);
        Assert.Equal("""[{"sha256":"y","kind":"file","name":"y","size":1},{"sha256":"l.txt","kind":"file","name":"l.txt","size":1}]""",
            FlowJson.Text(values["l"], FlowJsonForm.Wire));
    }

    private static Dictionary<string, GivenInput> Needed() =>
        new() { ["s"] = new("x"), ["i"] = new("5"), ["file"] = new(null, File) };
}
