using System.Text.Json;
using Dxflow.Surfaces.Cli.Output;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Output;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("{}", "{}\n")]
    [InlineData("[]", "[]\n")]
    [InlineData("\"a\"", "a\n")]
    [InlineData("""{"a":{},"b":[],"c":null,"d":1.50,"e":true}""", "a: {}\nb: []\nc: null\nd: 1.50\ne: true\n")]
    [InlineData("""{"a":{"b":{"c":1}},"d":2}""", "a:\n  b:\n    c: 1\nd: 2\n")]
    [InlineData("""{"a":[{"b":1,"c":[2,{"d":3}]},4]}""", "a:\n- b: 1\n  c:\n  - 2\n  - d: 3\n- 4\n")]
    [InlineData("""[[1,2],[[3]]]""", "- - 1\n  - 2\n- - - 3\n")]
    public void Structure_becomes_blocks(string json, string expected) => Assert.Equal(expected, Of(json));

    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("/a/b.c", "/a/b.c")]
    [InlineData("", "\"\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("NULL", "\"NULL\"")]
    [InlineData("1", "\"1\"")]
    [InlineData("0x1f", "\"0x1f\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("2026-01-31", "\"2026-01-31\"")]
    [InlineData("- a", "\"- a\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a #b", "\"a #b\"")]
    [InlineData(" a", "\" a\"")]
    [InlineData("*a", "\"*a\"")]
    [InlineData("!a", "\"!a\"")]
    [InlineData("a\nb", "\"a\\nb\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("grün", "\"grün\"")]
    public void Text_that_could_be_something_else_is_quoted(string text, string expected) =>
        Assert.Equal(expected + "\n", YamlText.Of(JsonSerializer.SerializeToElement(text, SampleJson.Default.String)));

    private static string Of(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return YamlText.Of(parsed.RootElement);
    }
}
