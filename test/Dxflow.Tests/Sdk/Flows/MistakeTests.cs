using Dxflow.Sdk;
using Dxflow.Sdk.Flows;
using Dxflow.Sdk.Flows.Steps;
using Dxflow.Sdk.Ops;
using Dxflow.Tests.Sdk.Ops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Dxflow.Tests.Sdk.Flows;

/// <summary>What is wrong with a flow: of its types the compiler says it, of the rest the flow, where it is said or written.</summary>
public sealed class MistakeTests
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Known = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
            .Where(static path => Path.GetFileName(path) is var name
                && (name.StartsWith("System", StringComparison.Ordinal) || name == "Dxflow.Sdk.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ]);

    [Theory]
    [InlineData("run.With(i => i.Fmax, files);", "CS0411 CS1503")]
    [InlineData("run.With(i => i.Fmax, \"fast\");", "CS0411 CS1503")]
    [InlineData("run.With(i => i.Nothing, 1);", "CS1061")]
    [InlineData("run.With(i => i.File, files);", "CS0411 CS1503")]
    [InlineData("all.Each(i => i.File, file);", "CS0411 CS1503")]
    [InlineData("all.Each(i => i.Fmax, files);", "CS0411 CS1503")]
    [InlineData("run.With(i => i.Fmax, all.Out(o => o.Energy));", "CS0411 CS1503")]
    [InlineData("flow.Step(\"s\").Group(3);", "CS0311 CS1061 CS0315")]
    [InlineData("flow.Step(\"s\").When(files.Len());", "CS1503")]
    [InlineData("_ = file < 3;", "CS0019")]
    [InlineData("_ = files.Sum();", "CS1929 CS1503 CS0411")]
    [InlineData("_ = files.Len() + run.Out(o => o.Energy);", "CS0019 CS9342")]
    [InlineData("_ = file.Or(run.Out(o => o.Energy));", "CS0411 CS1503 CS1929")]
    [InlineData("Ref<string> s = run.Out(o => o.Energy);", "CS0029")]
    [InlineData("all.Carry(i => i.File, o => o.Energy);", "CS0411 CS1662 CS0266")]
    public void A_mistake_of_types_does_not_compile(string statement, string codes)
    {
        Assert.Empty(Compile("run.With(i => i.Fmax, 0.5).With(i => i.File, file); all.Each(i => i.File, files).Group(3);"));
        Assert.Contains(Compile(statement), code => codes.Split(' ').Contains(code));
    }

    [Fact]
    public void What_is_of_another_step_or_flow_is_refused_where_it_is_used()
    {
        var flow = new Flow("f");
        var (one, two) = (flow.ForEach("one"), flow.Step("two"));
        var element = one.Each("x", Ref.Range(3));
        var output = one.Output<int>("o");
        Refused("the command of step `two` uses `inputs.x`, which is the own of step `one`", () => two.Command("x", element));
        Refused("the input `y` of step `two` uses `inputs.x + 1`", () => two.Input("y", element + 1));
        Refused("when of step `two` uses `outputs.o > 1`", () => two.When(output.Own > 1));
        Refused("the output `z` of flow `f` uses `inputs.x`", () => flow.Output("z", element));

        var other = new Flow("g");
        var foreign = other.Input<int>("n");
        Refused("uses `workflow.inputs.n` of flow `g`, and is in `f`", () => two.Key($"k-{foreign}"));
        Refused("needs `there`, which is a step of another flow", () => two.Needs(other.Step("there")));
        Refused("calls flow `g`, and `o` is of flow `f`", () => flow.Step("call", other).Out(flow.Output("o", output.Len())));
    }

    [Fact]
    public void What_is_missing_is_named_when_the_document_is_written()
    {
        Refused("has no steps", () => new Flow("f").ToYaml());
        Refused("is a fan-out over nothing: call Each", Written(static flow => flow.ForEach("a").Command("x")));
        Refused("gives operator `relax` no Structure, Fmax: call With", Written(static flow => flow.Step("a", Lab.Relax)));
        Refused("gives flow `g` no n: call With", Written(static flow =>
        {
            var called = new Flow("g");
            called.Input<int>("n");
            flow.Step("a", called);
        }));
        Refused("carries values from turn to turn, and is not repeated", Written(static flow =>
        {
            var step = flow.Step("a");
            step.Carry(step.Input<int>("n", 0), Ref.Turn);
        }));
        Refused("has an image, in which this program is not", Written(static flow =>
            flow.Step("a", Lab.Relax).Image("x").With(static i => i.Fmax, 1).With(static i => i.Structure, new FileArtifact("a"))));
        Refused("two flows are called `g`", Written(static flow =>
        {
            flow.Step("a", new Flow("g"));
            flow.Step("b", new Flow("g"));
        }));
    }

    [Fact]
    public void A_secret_does_not_get_into_the_document()
    {
        var (flow, secret) = (new Flow("f"), new SecretText("hush"));
        Refused("a secret would stand in the document", () => flow.Input("token", secret));
        Refused("a secret would stand in the document", () => flow.Step("a").Command("x", $"--token={secret}"));
        Refused("a secret would stand in the document", () => flow.Step("b").Input<SecretText>("token", secret));
        var token = flow.Input<SecretText>("token");
        flow.Step("c").Environment("TOKEN", token).Command("x");
        Assert.DoesNotContain("hush", flow.ToYaml() + secret, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_checked_and_taken_once()
    {
        Refused("`F` is no name of a flow", () => new Flow("F"));
        var flow = new Flow("f");
        Refused("`a b` is no name of a step", () => flow.Step("a b"));
        Refused("`a-b` is no name of an input or output", () => flow.Input<int>("a-b"));
        flow.Input<int>("n");
        Refused("has the input `n` twice", () => flow.Input<int>("n"));
        var step = flow.Step("a");
        Refused("has the step `a` twice", () => flow.ForEach("a"));
        step.Input<int>("n", 1);
        Refused("step `a` has `n` twice in its inputs and each", () => step.Input<int>("n", 2));
        var fan = flow.ForEach("fan");
        fan.Each("n", Ref.Range(2));
        Refused("step `fan` has `n` twice in its inputs and each", () => fan.Input<int>("n", 2));
        flow.Output("o", Ref.RunNumber);
        Refused("has the output `o` twice", () => flow.Output("o", Ref.RunNumber));
        Refused("is no type of a document's value", () => Ref.Of(TimeSpan.Zero));
        Refused("stands in an expression: give it as an input",
            () => flow.ForEach("e").Each("f", Ref.List<FileArtifact>(new FileArtifact("x"))));
        Refused("names no property of the contract", () => flow.Step("b", Lab.Relax).With(static i => i.Fmax + 1, 1));
    }

    private static Action Written(Action<Flow> build) => () =>
    {
        var flow = new Flow("f");
        build(flow);
        flow.ToYaml();
    };

    private static void Refused(string message, Action mistake) =>
        Assert.Contains(message, Assert.Throws<FlowException>(mistake).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Compile(string statement)
    {
        var text = $$"""
            using System.Collections.Generic; using Dxflow.Sdk; using Dxflow.Sdk.Flows; using Dxflow.Sdk.Ops;
            public record In(FileArtifact File, double Fmax);
            public record Out(double Energy);
            class Sample
            {
                void Build(Flow flow, Ref<FileArtifact> file, Ref<IReadOnlyList<FileArtifact>> files,
                    OpStep<In, Out> run, OpForEach<In, Out> all)
                {
                    {{statement}}
                }
            }
            """;
        var compilation = CSharpCompilation.Create(
            "sample", [CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest))], Known.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return compilation.GetDiagnostics().Where(static each => each.Severity == DiagnosticSeverity.Error).Select(static each => each.Id);
    }
}
