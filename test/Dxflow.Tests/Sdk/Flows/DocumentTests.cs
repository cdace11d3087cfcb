using Dxflow.Sdk;
using Dxflow.Sdk.Flows;
using Dxflow.Tests.Workflows.Planning;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Sdk.Flows;

/// <summary>
/// Texts of a program come out of the document as they went in, whatever YAML,
/// Compose and the references make of their signs.
/// </summary>
public sealed class DocumentTests
{
    private static readonly string[] Nasty =
    [
        "", " ", "a b", " a", "a ", "#", "a #b", "a: b", "a:", "- a", "? a", "! a", "&a", "*a", "%a", "@a", "`a`", "|", ">",
        "'a'", "\"a\"", "\\", "null", "~",
        "true", "Yes", "on", "n", "1", "1.5", "1e3", "0x10", "0o7", ".5", ".inf",
        "-", "--", "---", "...", "=", "<<", "2001-01-01", "1:30", "[a]", "{a}", "a,b",
        "$", "$$", "${A}", "$A", "$$A", "{", "{{", "{{{",
        "{{ x }}", "}}", "a{", "{{ .Go }}", "\n", "a\nb", "\na", "a\n", "a\n\n", "\ta", "a\tb", "a\rb",
        "\u0001", "\u007f", "\u0085", "\u2028", "\ufeff", "ä€😀", "list<file>?",
        "a@b+c", "..", ".", "/x/y", "-p", "x-y", "a\\nb", "it's \"so\"",
    ];

    public static TheoryData<string> Texts => [.. Nasty];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_means_itself(string text) => Comes_out(text);

    [Fact]
    public void Whatever_the_text() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(static text => text is not null
            && !text.Any(char.IsSurrogate) && !text.Contains('\0')), Comes_out));

    [Theory]
    [InlineData("a\n", "|\n")]
    [InlineData("a\nb", "|-\n")]
    [InlineData("a\n\n\n", "|+\n")]
    [InlineData(" a\n", "\"")]
    [InlineData("\n", "\"")]
    [InlineData("a\u0001\n", "\"")]
    public void A_script_is_verbatim_and_a_block_where_YAML_has_one(string script, string begins)
    {
        var flow = new Flow("f");
        flow.Step("a").Script(script);
        var document = flow.ToYaml();
        Assert.Contains($"script: {begins}", document, StringComparison.Ordinal);
        Assert.Equal(script, new PlanBench().Plan(document).Nodes[0].Script);
    }

    [Fact]
    public void The_document_is_one_that_people_would_write()
    {
        var flow = new Flow("hello");
        var name = flow.Input("name", "world", "whom to greet");
        var greet = flow.Step("greet");
        greet.Input("name", name);
        var text = greet.Output<string>("text");
        greet.Script("printf 'Hello, %s!' \"$DXFLOW_INPUT_NAME\" > outputs/text\n");
        flow.Output("greeting", text);
        Assert.Equal(
            """
            name: hello
            x-workflow:
              inputs:
                name: { type: string, default: world, description: whom to greet }
              outputs: { greeting: "{{ steps.greet.outputs.text }}" }
            services:
              greet:
                x-step:
                  inputs: { name: "{{ workflow.inputs.name }}" }
                  outputs:
                    text: { type: string, file: outputs/text }
                  script: |
                    printf 'Hello, %s!' "$DXFLOW_INPUT_NAME" > outputs/text

            """, flow.ToYaml());
    }

    private static void Comes_out(string text)
    {
        var flow = new Flow("f");
        flow.Input("given", text.Contains("{{", StringComparison.Ordinal) ? "-" : text);
        var step = flow.Step("a").Environment("E", text).Command("x", text, $"{Ref.RunNumber}{text}{Ref.RunNumber}");
        step.Input("one", Ref.Of(text));
        step.Input("many", Ref.Of<IReadOnlyList<string>>([text, "x"]));
        var document = flow.ToYaml();
        var reading = FlowReader.Read(document);
        var service = reading.Spec.Services[0];
        var words = service.Command!.Arguments.Select(static word => word.Value).ToList();
        Assert.Equal(text, Plain(words[1]));
        Assert.Equal(["run.number", "run.number"], words[2].Parts
            .Where(static part => part.IsExpression && part.Text.Trim() == "run.number")
            .Select(static part => part.Text.Trim()));
        Assert.Equal(text, Plain(words[2], "run.number"));
        var plan = new PlanBench().Plan(document);
        Assert.Equal(text.Contains("{{", StringComparison.Ordinal) ? "-" : text, plan.Inputs[0].Default);
    }

    // What the parts give: a literal in an expression is itself.
    private static string Plain(Dxflow.Workflows.Flow.Template template, string? without = null) => string.Concat(template.Parts.Select(
        part => !part.IsExpression ? part.Text
            : part.Text.Trim() == without ? ""
            : ((Dxflow.Workflows.Flow.Values.StringValue)((Dxflow.Workflows.Flow.Expressions.LiteralExpression)
                Dxflow.Workflows.Flow.Expressions.ExpressionParser.Parse(part.Text).Root!).Value).Value));
}
