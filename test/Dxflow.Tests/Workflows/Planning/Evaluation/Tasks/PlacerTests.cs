using Dxflow.Artifacts;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Evaluation.Tasks;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Evaluation.Tasks;

public sealed class PlacerTests
{
    private static readonly FlowValue Files = new ListValue([File("a.xyz"), FlowValue.Null, File("b.tar.gz"), File("c")]);

    [Theory]
    [InlineData("x.txt", null, "inputs/in.txt")]
    [InlineData("x.tar.gz", null, "inputs/in.tar.gz")]
    [InlineData("x", null, "inputs/in")]
    [InlineData(".hidden", null, "inputs/in")]
    [InlineData(".hidden.txt", null, "inputs/in.txt")]
    [InlineData("x.txt", "data/here", "data/here")]
    [InlineData("x.txt", "data/", "data/x.txt")]
    public void One_artifact_lies_at(string name, string? path, string expected) => Assert.Equal([expected], Place(File(name), path));

    [Fact]
    public void Lists_are_numbered_and_null_leaves_its_number_out()
    {
        Assert.Equal(["inputs/in/000000.xyz", "inputs/in/000002.tar.gz", "inputs/in/000003"], Place(Files));
        Assert.Equal(["d/000000.xyz", "d/000002.tar.gz", "d/000003"], Place(Files, "d"));
        Assert.Equal(["d/a.xyz", "d/b.tar.gz", "d/c"], Place(Files, "d/"));
    }

    [Fact]
    public void Maps_go_by_key_and_lists_in_lists_by_both()
    {
        var map = new MapValue(new Dictionary<string, FlowValue> { ["k"] = File("x.xyz"), ["l"] = new ListValue([File("y.t")]) });
        Assert.Equal(["inputs/in/k.xyz", "inputs/in/l/000000.t"], Place(map));
    }

    [Fact]
    public void Values_carry_the_path_the_task_sees()
    {
        var placed = new Placer(EvaluationBench.Places).Place(Input(), Files, null);
        Assert.Equal(
            """["/w/inputs/in/000000.xyz",null,"/w/inputs/in/000002.tar.gz","/w/inputs/in/000003"]""", FlowJson.Text(
                placed, FlowJsonForm.Task));
    }

    [Fact]
    public void Two_at_one_place_are_bad_input()
    {
        Refused("two artifacts of the input 'in' would lie at d/x", new ListValue([File("x"), File("x")]), "d/");
        Refused("two artifacts of the input 'in' would lie at d/X", new ListValue([File("x"), File("X")]), "d/");
        var placer = new Placer(EvaluationBench.Places);
        placer.Place(Input("a"), File("x"), "same");
        Assert.Equal(
            "two artifacts of the input 'b' and of 'a' would lie at same",
            Assert.Throws<FlowException>(() => placer.Place(Input("b"), File("y"), "same")).Error.Message);
        Assert.Contains(
            "inside or around", Assert.Throws<FlowException>(
                () => placer.Place(Input("b"), File("y"), "same/y")).Error.Message, StringComparison.Ordinal);
        placer.Place(Input("c"), File("y"), "deep/er/y");
        Assert.Contains(
            "inside or around", Assert.Throws<FlowException>(
                () => placer.Place(Input("b"), File("y"), "deep/er")).Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    [InlineData("a//b")]
    [InlineData("a/../../b")]
    public void A_path_that_leaves_is_bad_input(string path) => Assert.Throws<FlowException>(() => Place(File("x"), path));

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_name_that_is_no_name_is_bad_input(string name)
    {
        Refused($"'{name}' in the input 'in' is no name of a file", File(name), "d/");
        Refused($"'{name}' in the input 'in' is no name of a file", new MapValue(new Dictionary<string, FlowValue> { [name] = File("x") }));
    }

    [Fact]
    public void What_is_not_placed_lies_in_the_store()
    {
        var placer = new Placer(EvaluationBench.Places);
        var value = placer.Place(Input() with { Place = false }, File("x"), null);
        Assert.Empty(placer.Placements);
        Assert.Equal("""{"sha256":"sha-x","kind":"file","name":"x","size":1,"path":"/store/sha-x"}""", FlowJson.Text(
            value, FlowJsonForm.Located));
        var blind = new Placer(EvaluationBench.Places with { Stored = null });
        Assert.Throws<FlowException>(() => blind.Place(Input() with { Place = false }, File("x"), null));
    }

    private static List<string> Place(FlowValue value, string? path = null)
    {
        var placer = new Placer(EvaluationBench.Places);
        placer.Place(Input(), value, path);
        return [.. placer.Placements.Select(placement => placement.RelativePath)];
    }

    private static void Refused(string message, FlowValue value, string? path = null) =>
        Assert.Equal(message, Assert.Throws<FlowException>(() => Place(value, path)).Error.Message);

    private static InputPlan Input(string name = "in") => new(name, "file");

    private static ArtifactValue File(string name) => EvaluationBench.File(name, ArtifactKind.File);
}
