using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Variables;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Variables;

public sealed class InterpolationTests
{
    private readonly Problems _problems = new();
    private readonly List<string> _asked = [];

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$A", "one")]
    [InlineData("$A-$A.x", "one-one.x")]
    [InlineData("${A}", "one")]
    [InlineData("a $$A $${A} $$$A", "a $A ${A} $one")]
    [InlineData("${A:-d}", "one")]
    [InlineData("${EMPTY:-d}", "d")]
    [InlineData("${EMPTY-d}", "")]
    [InlineData("${NONE:-d}", "d")]
    [InlineData("${NONE-d}", "d")]
    [InlineData("${NONE:-}", "")]
    [InlineData("${A:?e}", "one")]
    [InlineData("${EMPTY?e}", "")]
    [InlineData("${A:+r}", "r")]
    [InlineData("${EMPTY:+r}", "")]
    [InlineData("${EMPTY+r}", "r")]
    [InlineData("${NONE+r}", "")]
    [InlineData("${NONE:-${NONE:-${A}}}", "one")]
    [InlineData("${NONE:-$A and ${A}}!", "one and one!")]
    [InlineData("${NONE:-{\"a\": {}}}", "{\"a\": {}}")]
    [InlineData("${NONE:-a:b?c+d}", "a:b?c+d")]
    [InlineData("${NONE:-$$}", "$")]
    [InlineData("a $1 b $(date) 5$", "a $1 b $(date) 5$")]
    [InlineData("$BRACES", "{{ x }} ${A} $$")]
    public void Every_form_of_a_variable(string text, string expected)
    {
        Assert.Equal(expected, Text(text));
        Assert.Empty(_problems.ToList());
    }

    [Theory]
    [InlineData("x ${A", "f.yaml:1:6: ${ is never closed")]
    [InlineData("x ${A:-${A}", "f.yaml:1:6: ${ is never closed")]
    [InlineData("x ${A!b} y", "f.yaml:1:6: ${A!b} is no form of a variable")]
    [InlineData("x ${}", "f.yaml:1:6: ${} is no form of a variable")]
    [InlineData("x ${1A}", "f.yaml:1:6: ${1A} is no form of a variable")]
    [InlineData("x ${A:}", "f.yaml:1:6: ${A:} is no form of a variable")]
    [InlineData("x ${NONE:?set it}", "f.yaml:1:6: the variable NONE needs a value: set it")]
    [InlineData("x ${EMPTY:?}", "f.yaml:1:6: the variable EMPTY needs a value")]
    [InlineData("x ${NONE?no $A}", "f.yaml:1:6: the variable NONE needs a value: no one")]
    public void Wrong_form_is_placed(string text, string expected)
    {
        Text(text);
        Assert.Equal(expected, Shown(Assert.Single(_problems.ToList())));
    }

    [Fact]
    public void Unset_variable_is_empty_with_one_warning()
    {
        Assert.Equal("[] []", Text("[$NONE] [${NONE}]"));
        var problem = Assert.Single(_problems.ToList());
        Assert.True(problem.Warning);
        Assert.Equal("f.yaml:1:5: the variable NONE is not set, so nothing stands here", Shown(problem));
    }

    [Fact]
    public void Branch_that_is_not_taken_asks_for_nothing()
    {
        Assert.Equal("one", Text("${A:-${SECRET:?must}$1}"));
        Assert.Equal(["A"], _asked);
        Assert.Empty(_problems.ToList());
    }

    [Fact]
    public void Deep_nesting_is_a_problem_not_a_crash()
    {
        Text(string.Concat(Enumerable.Repeat("${NONE:-", 100_000)));
        Assert.Contains(_problems.ToList(), problem => problem.Message == "variables are nested more than 50 deep");
    }

    [Fact]
    public void Growth_is_bounded()
    {
        var problems = new Problems();
        var big = new string('x', 1 << 20);
        var interpolation = new Interpolation(_ => big, problems);
        for (var i = 0; i < 70; i++)
        {
            interpolation.ToText(Scalar("$A"));
        }

        Assert.StartsWith("the document grows beyond 64 million characters", problems.ToList().Single().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a {{ inputs.x }} b", "'a '|inputs.x@9|' b'")]
    [InlineData("{{ inputs.x }}", "inputs.x@7")]
    [InlineData("{{inputs.x}}${A}", "inputs.x@6|'one'")]
    [InlineData("$$ {{ x }} $$", "'$ '|x@10|' $'")]
    [InlineData("{{ '}}' + \"{{\" }}", "'}}' + \"{{\"@7")]
    [InlineData("{{ '{{' }}", "'{{'@7")]
    [InlineData("{{ ...inputs.x }}", "...inputs.x@7")]
    [InlineData("{{...inputs.x}}", "...inputs.x@6")]
    [InlineData("{{ 'a .b' }}", "'a .b'@7")]
    [InlineData("{{ don't }} x", "don't@7|' x'")]
    [InlineData("$BRACES", "'{{ x }} ${A} $$'")]
    [InlineData("}} { x", "'}} { x'")]
    [InlineData("", "''")]
    public void References_are_cut_out_before_variables(string text, string expected)
    {
        Assert.Equal(expected, Template(text));
        Assert.Empty(_problems.ToList());
    }

    [Theory]
    [InlineData("{{.Name}} $A", "'{{.Name}} one'")]
    [InlineData("{{ .Name }}", "'{{ .Name }}'")]
    [InlineData("{{range .Items}}{{ x }}", "'{{range .Items}}'|x@23")]
    public void Go_template_is_left_alone_with_a_note(string text, string expected)
    {
        Assert.Equal(expected, Template(text));
        Assert.True(Assert.Single(_problems.ToList()).Warning);
    }

    [Theory]
    [InlineData("a {{ b", "f.yaml:1:6: {{ is never closed")]
    [InlineData("{{ ${A} }}", "f.yaml:1:7: ${ inside {{ }}")]
    [InlineData("${A:-{{ x }}}", "f.yaml:1:4: a reference {{ }} stands inside ${…}")]
    public void References_and_variables_do_not_mix(string text, string expected)
    {
        Template(text);
        Assert.Contains(expected, _problems.ToList().Select(Shown));
        Assert.All(_problems.ToList(), problem => Assert.False(string.IsNullOrEmpty(problem.Fix)));
    }

    [Fact]
    public void Braces_are_plain_text_where_no_reference_may_stand() => Assert.Equal("{{ x }} one", Text("{{ x }} $A"));

    [Fact]
    public void Any_text_survives_escaping() => Prop.ForAll<string>(text =>
    {
        var problems = new Problems();
        var plain = (text ?? "").Replace("\0", "");
        var read = new Interpolation(_ => "never", problems).ToText(Scalar(plain.Replace("$", "$$")));
        return read == plain && problems.ToList().Count == 0;
    }).QuickCheckThrowOnFailure();

    private static ScalarNode Scalar(string text) => new(new("f.yaml", 1, 1), text);

    private static string Shown(Dxflow.Operations.Problem problem) => $"{problem.File}:{problem.Line}:{problem.Column}: {problem.Message}";

    private string Text(string text) => Make().ToText(Read(text));

    private string Template(string text) => string.Join('|', Make().ToTemplate(Read(text)).Parts.Select(
        part => part.IsExpression ? $"{part.Text}@{part.At.Column}" : $"'{part.Text}'"));

    private ScalarNode Read(string text)
    {
        var source = new SourceText("f.yaml", $"k: {text}");
        return new ScalarNode(source.PlaceAt(3), text, source: (source, 3));
    }

    private Interpolation Make() => new(
        name =>
        {
            _asked.Add(name);
            return name switch { "A" => "one", "EMPTY" => "", "BRACES" => "{{ x }} ${A} $$", _ => null };
        },
        _problems);
}
