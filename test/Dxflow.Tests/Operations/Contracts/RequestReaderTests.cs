using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Tests.Surfaces;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Operations.Contracts;

public sealed class RequestReaderTests
{
    [Fact]
    public void A_request_is_read_with_its_defaults()
    {
        var made = Read("""{"name":"a","count":2}""");
        Assert.Equal(("a", 2, SampleColour.LightGreen, true, null), (made.Name, made.Count, made.Colour, made.Shiny, made.Words));
        var full = Read("""{"name":"a","count":2,"colour":"red","shiny":false,"grace":"1m30s","env":{"A":"b"},"tag":["x"],"weight":2}""");
        Assert.Equal(TimeSpan.FromSeconds(90), full.Grace);
        Assert.Equal((SampleColour.Red, false, 2d, "b"), (full.Colour, full.Shiny, full.Weight, full.Env!["A"]));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once_with_place_and_fix()
    {
        var fault = Wrong("""{"count":"three","colur":"red","tag":["a",7],"grace":"soon","shiny":null,"env":{"A":1}}""");
        string[] expected =
        [
            "count must be a whole number, not 'three'.",
            "colur is not known here.",
            "tag[1] must be text, not 7.",
            "grace must be a duration such as 1m30s, not 'soon'.",
            "shiny must be true or false, not null.",
            "env.A must be text, not 1.",
            "name is missing.",
        ];
        Assert.Equal(expected, fault.Problems!.Select(problem => problem.Message));
        Assert.Equal("Did you mean colour?", fault.Problems![1].Fix);
        Assert.Equal("count must be a whole number, not 'three'. (and 6 more)", fault.Detail);
    }

    [Theory]
    [InlineData("""{"name":"a","count":1,"colour":"blue"}""", "colour must be one of red, light_green, not 'blue'.")]
    [InlineData("""{"name":"a","count":1,"colour":1}""", "colour must be one of red, light_green, not 1.")]
    [InlineData("""{"name":"a","count":1.5}""", "count must be a whole number, not 1.5.")]
    [InlineData("""{"name":"a","count":99999999999}""", "count must be a whole number, not 99999999999.")]
    [InlineData("""{"name":"a","count":1,"weight":1e999}""", "weight must be a number, not 1e999.")]
    [InlineData(
        """{"name":"a","count":1,"since":"yesterday"}""", "since must be an instant such as 2026-01-31T09:30:00Z, not 'yesterday'.")]
    [InlineData("""{"name":{},"count":1}""", "name must be text, not an object.")]
    [InlineData("""{"name":"a","count":1,"tag":"x"}""", "tag must be a list, not 'x'.")]
    [InlineData("[]", "The request must be an object, not a list.")]
    public void A_single_mistake_is_told_as_it_is(string json, string expected)
    {
        var fault = Wrong(json);
        Assert.Equal(expected, fault.Detail);
        Assert.Null(fault.Problems);
    }

    [Fact]
    public void The_list_of_problems_is_bounded()
    {
        var many = "{" + string.Join(",", Enumerable.Range(0, 500).Select(i => $"\"p{i}\":1")) + "}";
        Assert.InRange(Wrong(many).Problems!.Count, 2, 20);
        var long_ = Wrong($$"""{"name":"a","count":"{{new string('x', 100_000)}}"}""");
        Assert.InRange(long_.Detail.Length, 1, 200);
    }

    /// <summary>Whatever JSON comes, the reader reads it or says what is wrong; it never throws anything else.</summary>
    [Fact]
    public void Any_json_is_read_or_refused()
    {
        string[] values =
        [
            "1", "-1", "1e400", "true", "null", "\"\"", "\"a\"", "\"1m\"", "[]", "[null]", "{}", "{\"a\":null}", "[[]]", "\"2026-01-01\"",
        ];
        var names = Contract.Of(SampleJson.Default.MakeSample).Fields.Select(field => field.Name).Append("unknown").ToArray();
        var property = Gen.Elements(names).SelectMany(name => Gen.Elements(values).Select(value => (name, value)));
        Prop.ForAll(property.ArrayOf().ToArbitrary(), properties =>
        {
            var json = "{" + string.Join(",", properties.DistinctBy(one => one.name).Select(one => $"\"{one.name}\":{one.value}")) + "}";
            var failure = Record.Exception(() => Read(json));
            return failure is null or Fault { Info.Code: FaultKind.Invalid };
        }).QuickCheckThrowOnFailure();
    }

    private static MakeSample Read(string json)
    {
        using var parsed = JsonDocument.Parse(json, RequestReader.Strict);
        return RequestReader.Read<MakeSample>(SampleJson.Default, parsed.RootElement);
    }

    private static FaultInfo Wrong(string json)
    {
        var fault = Assert.Throws<Fault>(() => Read(json));
        Assert.Equal(FaultKind.Invalid, fault.Info.Code);
        return fault.Info;
    }
}
