using System.Text;
using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Tests.Surfaces;
using Xunit;

namespace Dxflow.Tests.Operations.Contracts;

public sealed class TextValuesTests
{
    [Theory]
    [InlineData("name", "5", "\"5\"")]
    [InlineData("count", "5", "5")]
    [InlineData("count", "-5", "-5")]
    [InlineData("count", "five", "\"five\"")]
    [InlineData("count", "5 ", "\"5 \"")]
    [InlineData("weight", "1e3", "1000")]
    [InlineData("weight", "NaN", "\"NaN\"")]
    [InlineData("shiny", "true", "true")]
    [InlineData("shiny", "false", "false")]
    [InlineData("shiny", "", "true")]
    [InlineData("shiny", "maybe", "\"maybe\"")]
    [InlineData("grace", "1m", "\"1m\"")]
    [InlineData("tag", "a", "[\"a\"]")]
    [InlineData("tag", "[\"a\",\"b\"]", "[\"a\",\"b\"]")]
    [InlineData("tag", "[a", "[\"[a\"]")]
    [InlineData("env", "A=b=c", "{\"A\":\"b=c\"}")]
    [InlineData("env", "A", "\"A\"")]
    public void Text_becomes_what_the_contract_wants_or_stays_text(string field, string text, string expected) =>
        Assert.Equal(expected, Write(field, text));

    [Fact]
    public void Lists_and_maps_are_repeated()
    {
        Assert.Equal("[\"a\",\"b\"]", Write("tag", "a", "b"));
        Assert.Equal("{\"A\":\"1\",\"B\":\"2\"}", Write("env", "A=1", "B=2"));
    }

    [Fact]
    public void What_is_given_twice_is_invalid()
    {
        Assert.Contains("2 times", Assert.Throws<Fault>(() => Write("name", "a", "b")).Info.Detail);
        Assert.Contains("'A' twice", Assert.Throws<Fault>(() => Write("env", "A=1", "A=2")).Info.Detail);
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("\"a b\"", "a b")]
    [InlineData("true", "true")]
    [InlineData("[1,\"x\"]", "1|x")]
    [InlineData("{\"a\":\"b\",\"c\":1}", "a=b|c=1")]
    [InlineData("[{}]", "[{}]")]
    [InlineData("null", "")]
    public void Json_becomes_the_text_of_a_query(string json, string expected)
    {
        using var parsed = JsonDocument.Parse(json);
        Assert.Equal(expected, string.Join('|', TextValues.Read(parsed.RootElement)));
    }

    private static string Write(string field, params string[] values)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            TextValues.Write(writer, Contract.Of(SampleJson.Default.MakeSample).Find(field)!, values);
            writer.WriteEndObject();
        }

        var whole = Encoding.UTF8.GetString(buffer.ToArray());
        return whole[(field.Length + 4)..^1];
    }
}
