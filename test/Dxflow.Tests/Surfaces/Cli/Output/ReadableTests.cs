using System.Text.Json;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Cli.Output;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Output;

public sealed class ReadableTests
{
    private readonly Readable _readable = new(Samples.Morning, exact: false);

    [Theory]
    [InlineData(0, "now")]
    [InlineData(1, "1s ago")]
    [InlineData(59, "59s ago")]
    [InlineData(61, "1m ago")]
    [InlineData(7300, "2h ago")]
    [InlineData(47 * 3600, "47h ago")]
    [InlineData(49 * 3600, "2d ago")]
    [InlineData(-90, "in 1m")]
    public void An_instant_is_an_age(int secondsAgo, string expected) =>
        Assert.Equal(expected, _readable.Age(Samples.Morning - TimeSpan.FromSeconds(secondsAgo)));

    [Theory]
    [InlineData("count", "5", "5")]
    [InlineData("env", """{"A":"1","B":"\n"}""", "A=1, B=\\n")]
    [InlineData("env", "{}", "-")]
    [InlineData("tag", "[]", "-")]
    [InlineData("shiny", "true", "yes")]
    [InlineData("text", "null", "-")]
    [InlineData("grace", "\"1s270ms\"", "1.2s")]
    [InlineData("name", "\"a\\u001b[2J\"", "a\\x1b[2J")]
    [InlineData("name", "{\"a\":1}", "{\"a\":1}")]
    public void Values_are_readable(string field, string json, string expected)
    {
        using var value = JsonDocument.Parse(json);
        Assert.Equal(expected, _readable.Of(Contract.Of(SampleJson.Default.MakeSample).Find(field)!, value.RootElement));
    }
}
