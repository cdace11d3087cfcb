using Dxflow.Workflows.Compose.Nodes;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Nodes;

public sealed class CoreSchemaTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("FALSE", false)]
    [InlineData("yes", null)]
    [InlineData("on", null)]
    [InlineData("tRue", null)]
    public void Booleans_are_those_of_yaml_1_2(string text, bool? expected) =>
        Assert.Equal(expected, CoreSchema.TryGetBool(text, out var value) ? value : null);

    [Theory]
    [InlineData("0755", 755L)]
    [InlineData("0o17", 15L)]
    [InlineData("0xff", 255L)]
    [InlineData("-3", -3L)]
    [InlineData("+3", 3L)]
    [InlineData("0o8", null)]
    [InlineData("0o", null)]
    [InlineData("0o7777777777777777777777", null)]
    [InlineData("1_000", null)]
    [InlineData("1 ", null)]
    [InlineData("9223372036854775808", null)]
    public void Integers_are_read_as_written(string text, long? expected) =>
        Assert.Equal(expected, CoreSchema.TryGetInt(text, out var value) ? value : null);

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData(".5", 0.5)]
    [InlineData("1e3", 1000d)]
    [InlineData("-.inf", double.NegativeInfinity)]
    [InlineData(".nan", double.NaN)]
    [InlineData("12", 12d)]
    [InlineData("1.5.1", null)]
    [InlineData("infinity", null)]
    [InlineData("1,5", null)]
    public void Floats_are_read_as_written(string text, double? expected) =>
        Assert.Equal(expected, CoreSchema.TryGetFloat(text, out var value) ? value : null);

    [Fact]
    public void Quoted_scalar_is_always_text()
    {
        var scalar = new ScalarNode(default, "null", ScalarStyle.DoubleQuoted);
        Assert.False(scalar.IsNull);
        Assert.False(new ScalarNode(default, "1", ScalarStyle.SingleQuoted).TryGetInt(out _));
        Assert.False(new ScalarNode(default, "true", tag: CoreSchema.TextTag).TryGetBool(out _));
    }
}
