using System.Text.Json;
using Dxflow.Tests.Surfaces;
using Xunit;

namespace Dxflow.Tests.Foundation.Values;

public sealed class WireEnumTests
{
    [Fact]
    public void An_enum_is_written_as_words_and_read_back()
    {
        foreach (var colour in Enum.GetValues<SampleColour>())
        {
            var json = JsonSerializer.Serialize(colour, SampleJson.Default.SampleColour);
            Assert.Equal(colour, JsonSerializer.Deserialize(json, SampleJson.Default.SampleColour));
        }

        Assert.Equal("\"light_green\"", JsonSerializer.Serialize(SampleColour.LightGreen, SampleJson.Default.SampleColour));
    }

    [Theory]
    [InlineData("\"LightGreen\"")]
    [InlineData("\"\"")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"red, light_green\"")]
    public void Anything_else_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, SampleJson.Default.SampleColour));

    [Fact]
    public void What_the_enum_does_not_have_is_not_written() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Serialize((SampleColour)7, SampleJson.Default.SampleColour));
}
