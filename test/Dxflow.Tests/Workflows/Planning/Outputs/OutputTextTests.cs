using System.Text;
using Dxflow.Artifacts;
using Dxflow.Tests.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Outputs;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Outputs;

public sealed class OutputTextTests
{
    [Theory]
    [InlineData("string", "a\n\n", "\"a\\n\"")]
    [InlineData("string", "", "\"\"")]
    [InlineData("string?", "null", "\"null\"")]
    [InlineData("string", "\uFEFFa", "\"a\"")]
    [InlineData("int", " 42\n", "42")]
    [InlineData("int", "4.0", "Type: '4.0' is not an int")]
    [InlineData("int", "", "Type: '' is not an int")]
    [InlineData("int?", "null\n", "null")]
    [InlineData("float", "-1e-3\n", "-0.001")]
    [InlineData("float", "7", "7.0")]
    [InlineData("float", "nan", "Overflow: nan is no value of a float")]
    [InlineData("float", "-Infinity", "Overflow: -Infinity is no value of a float")]
    [InlineData("float", "1e999", "Overflow: 1e999 is no finite float")]
    [InlineData("float?", "-inf", "null")]
    [InlineData("bool", "true\n", "true")]
    [InlineData("bool", "True", "Type: 'True' is not a bool")]
    [InlineData("json", "{\"a\": [1, 2.0]}\n", "{\"a\":[1,2.0]}")]
    [InlineData("json", "null", "Null: null where a json is wanted")]
    [InlineData("json?", "null", "null")]
    [InlineData("json", "[NaN]", "Value: this is no JSON: 'N' is an invalid start of a value (line 1, byte 2)")]
    [InlineData("list<int>", "[1, 2]", "[1,2]")]
    [InlineData("list<int>", "[1, null]", "Null: null where an int is wanted at [1]")]
    [InlineData("list<float?>", "[1, NaN, -Infinity, \"NaN\"]", "Type: the text 'NaN' where a float? is wanted at [3]")]
    [InlineData("list<float?>", "[1, NaN, -Infinity]", "[1.0,null,null]")]
    [InlineData("map<float?>", "{\"NaN\": Infinity, \"a\\\"NaN\": 1}", "{\"NaN\":null,\"a\\\"NaN\":1.0}")]
    [InlineData("list<float>", "[NaN]", "Value: this is no JSON: 'N' is an invalid start of a value (line 1, byte 2)")]
    [InlineData("map<string>", "[]", "Type: a list where a map<string> is wanted")]
    public void Text_is_read_by_its_type(string type, string text, string expected) => Assert.Equal(expected, Read(type, text));

    [Theory]
    [InlineData("list<json>", "{\"a\":1}\n\n[2]\n", "[{\"a\":1},[2]]")]
    [InlineData("json", "1\nnull\n", "[1,null]")]
    [InlineData("list<int>", "1\n\"a\"\n", "Type: line 2: the text 'a' where an int is wanted")]
    [InlineData("list<int>", "", "[]")]
    [InlineData("map<int>", "{}", "Type: JSON Lines are a list, and the output is a map<int>")]
    public void Json_lines_are_a_value_a_line(string type, string text, string expected) =>
        Assert.Equal(expected, Read(type, text, "out.jsonl"));

    [Fact]
    public void Artifacts_stand_as_paths_and_are_read_in_two_steps()
    {
        var output = Expect("map<list<file?>>");
        var text = """{"a":["x.txt",null],"b":["sub/y","x.txt"]}"""u8;
        Assert.Equal([("x.txt", ArtifactKind.File), ("sub/y", ArtifactKind.File)], OutputText.PathsIn(output, text));
        var value = OutputText.Read(output, text, (path, kind) => new ArtifactValue("s", kind, path, 1, "/w/" + path));
        Assert.Equal("""{"a":["/w/x.txt",null],"b":["/w/sub/y","/w/x.txt"]}""", FlowJson.Text(value, FlowJsonForm.Task));
        Assert.Equal([("d", ArtifactKind.Dir)], OutputText.PathsIn(Expect("list<dir>"), "[\"d\"]"u8));
        Assert.Empty(OutputText.PathsIn(Expect("list<string>"), "[\"d\"]"u8));
        Assert.Throws<FlowException>(() => OutputText.PathsIn(output, "[1]"u8));
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        Assert.Equal("the file is not UTF-8", Refused(() => OutputText.Read(Expect("string"), [0xff, 0xfe])));
        Assert.Equal("the file has more than 256 MiB", Refused(() => OutputText.Read(Expect("string"), new byte[OutputText.BytesMax + 1])));
    }

    [Fact]
    public void No_bytes_make_it_throw_anything_else()
    {
        var random = new Random(1);
        const string letters = "{}[],:\"\\ntrue1.e-NaN\0é ";
        string[] types = ["string", "int", "float?", "bool", "json", "list<float?>", "map<list<int>>"];
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(
                string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => letters[random.Next(letters.Length)])));
            try
            {
                OutputText.Read(Expect(types[i % types.Length], i % 2 == 0 ? "o.jsonl" : "o"), bytes);
            }
            catch (FlowException refused)
            {
                Assert.NotEmpty(refused.Error.Message);
            }
        }
    }

    [Fact]
    public void Found_artifacts_are_of_the_declared_kind()
    {
        var (file, dir) = (EvaluationBench.File("f"), EvaluationBench.File("d", ArtifactKind.Dir));
        Assert.Equal(file, OutputArtifacts.One(Expect("file?"), file));
        Assert.Equal("out is a file, and 'd' is a dir", Refused(() => OutputArtifacts.One(Expect("file"), dir)));
        Assert.Equal("out is a map<file>, and 'f' is a file", Refused(() => OutputArtifacts.One(Expect("map<file>"), file)));
        Assert.Equal(ArtifactKind.Dir, OutputArtifacts.KindOf(Expect("map<file>")));
        Assert.Equal(new ListValue([file]), OutputArtifacts.Matches(Expect("list<file>"), [file]));
        Assert.Equal("out is a list<file>, and 'd' is a dir", Refused(() => OutputArtifacts.Matches(Expect("list<file>"), [file, dir])));
        var entries = (MapValue)OutputArtifacts.Entries(Expect("map<file>"), [new("b", file), new("B", file), new("a", file)]);
        Assert.Equal(["B", "a", "b"], entries.Items.Keys);
    }

    [Fact]
    public void A_missing_output_is_its_default_or_null_or_missing()
    {
        Assert.Equal(new IntValue(5), OutputArtifacts.Missing(Expect("int") with { Plan = new OutputPlan("o", "int", Default: "5") }));
        Assert.Equal(FlowValue.Null, OutputArtifacts.Missing(Expect("file?")));
        var missing = Assert.Throws<FlowException>(() => OutputArtifacts.Missing(Expect("file"))).Error;
        Assert.Equal((FlowErrorKind.Missing, "there is no out in the work directory"), (missing.Kind, missing.Message));
    }

    private static string Refused(Action read) => Assert.Throws<FlowException>(read).Error.Message;

    private static string Read(string type, string text, string path = "out")
    {
        try
        {
            return FlowJson.Text(OutputText.Read(Expect(type, path), Encoding.UTF8.GetBytes(text)), FlowJsonForm.Wire);
        }
        catch (FlowException refused)
        {
            return $"{refused.Error.Kind}: {refused.Error.Message}";
        }
    }

    private static ExpectedOutput Expect(string type, string path = "out") =>
        new(new OutputPlan("o", type), FlowTypeText.Parse(type), path);
}
