using Dxflow.Artifacts;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Xunit;

namespace Dxflow.Tests.Workflows.Flow.Values;

public sealed class FlowJsonTests
{
    private const string Artifact = """{"sha256":"ab","kind":"file","name":"x.txt","size":3}""";

    [Theory]
    [InlineData("int", "7")]
    [InlineData("float", "1.0")]
    [InlineData("float", "1.0e300")]
    [InlineData("string", "\"a\\\"é\"")]
    [InlineData("bool?", "null")]
    [InlineData("file", Artifact)]
    [InlineData("list<file?>", "[" + Artifact + ",null]")]
    [InlineData("map<float>", """{"b":2.5,"a":1.0}""")]
    [InlineData("json", """{"a":[1,1.0,null,"x",{"":true}]}""")]
    public void A_value_reads_back_by_its_type(string type, string json) =>
        Assert.Equal(json, FlowJson.Text(FlowJsonReader.Parse(json, FlowTypeText.Parse(type)), FlowJsonForm.Wire));

    [Theory]
    [InlineData("int", "1.5", "1.5 where an int is wanted")]
    [InlineData("int", "1.0", "1.0 where an int is wanted")]
    [InlineData("string", "1", "1 where a string is wanted")]
    [InlineData("bool", "\"true\"", "the text 'true' where a bool is wanted")]
    [InlineData("int", "null", "null where an int is wanted")]
    [InlineData("list<int>", "[1,\"a\"]", "the text 'a' where an int is wanted at [1]")]
    [InlineData("map<list<int>>", """{"a":[1,{}]}""", "an object where an int is wanted at a[1]")]
    [InlineData("dir", Artifact, "an object where a dir is wanted")]
    [InlineData("float", "1e999", "1e999 is beyond the floats")]
    [InlineData("json", "99999999999999999999", "99999999999999999999 does not fit 64 bits")]
    [InlineData("json", """{"a":1,"a":2}""", "this is no JSON: Duplicate property 'a'")]
    public void What_does_not_fit_is_named_with_its_path(string type, string json, string message)
    {
        var refused = Assert.Throws<FlowException>(() => FlowJsonReader.Parse(json, FlowTypeText.Parse(type)));
        Assert.StartsWith(message, refused.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_clear_in_the_stored_form_alone()
    {
        var secret = new ListValue([new SecretValue("hush")]);
        Assert.Equal("""["hush"]""", FlowJson.Text(secret, FlowJsonForm.Stored));
        Assert.All(
            [FlowJsonForm.Wire, FlowJsonForm.Task, FlowJsonForm.Shown],
            form => Assert.Equal("""["***"]""", FlowJson.Text(secret, form)));
        Assert.DoesNotContain("hush", $"{secret} {new SecretValue("hush")}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_sees_artifacts_by_path() =>
        Assert.Equal("""{"x":"/w/inputs/x.txt"}""", FlowJson.Element(
            [new("x", new ArtifactValue("ab", ArtifactKind.File, "x.txt", 3, "/w/inputs/x.txt"))], FlowJsonForm.Task).GetRawText());

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1e21, "1.0e21")]
    [InlineData(1.5e-10, "1.5e-10")]
    [InlineData(double.MaxValue, "1.7976931348623157e308")]
    public void Floats_are_shortest_and_keep_a_dot(double value, string text)
    {
        Assert.Equal(text, FlowText.Float(value));
        Assert.Equal(value, double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Json_keeps_no_artifact_and_no_endless_nesting()
    {
        var file = new ListValue([new ArtifactValue("ab", ArtifactKind.File, "x", 1)]);
        Assert.Equal(FlowErrorKind.Type, Assert.Throws<FlowException>(() => FlowConversion.Keep(file, FlowType.Json)).Error.Kind);
        Assert.Same(file, FlowConversion.Keep(file, FlowType.ListOf(FlowType.File)));
        var deep = Enumerable.Range(0, 70).Aggregate((FlowValue)new IntValue(1), (inner, _) => new ListValue([inner]));
        Assert.Equal(FlowErrorKind.Limit, Assert.Throws<FlowException>(() => FlowConversion.Keep(deep, FlowType.Json)).Error.Kind);
    }

    [Fact]
    public void The_size_of_a_shared_text_is_counted_without_making_it()
    {
        var text = new StringValue(new string('x', 1000));
        var list = new ListValue([.. Enumerable.Repeat(text, 1000)]);
        var lists = new ListValue([.. Enumerable.Repeat(list, 1000)]);
        Assert.True(FlowSize.Exceeds(lists, 100_000_000));
        Assert.False(FlowSize.Exceeds(list, 2_000_000));
    }
}
