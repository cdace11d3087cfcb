using System.Text.Json.Nodes;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Stored;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Stored;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("hunter2", "pass=hunter2;", "pass=***;")]
    [InlineData("hunter2", "hunter2hunter2", "******")]
    [InlineData("hunter2", "Hunter2", "Hunter2")]
    [InlineData("abc", "abc", "abc")]
    [InlineData("abcd", "abcd", "***")]
    [InlineData("true", "is it true", "is it true")]
    [InlineData("None", "None of them", "None of them")]
    [InlineData("", "text", "text")]
    public void A_secret_is_hidden_wherever_it_stands_unless_it_is_everywhere(string secret, string text, string expected) =>
        Assert.Equal(expected, new SecretMask([secret]).Of(text));

    [Fact]
    public void Lines_together_are_masked_line_by_line_and_none_goes()
    {
        var mask = new SecretMask(["first line\nsecond line", "pass"]);
        Assert.Equal("a\n***\n***\nb ***word", mask.OfLines("a\nfirst line\nsecond line\nb password"));
        Assert.Equal("a\nb", mask.OfLines("a\nb"));
    }

    [Fact]
    public void The_longest_goes_first_so_that_no_rest_of_it_stays() =>
        Assert.Equal("***", new SecretMask(["pass", "password-1", "word"]).Of("password-1"));

    [Theory]
    [InlineData("-----BEGIN-----\n  MIIB\r\nxyz=\n", "MIIB", "***")]
    [InlineData("-----BEGIN-----\n  MIIB\r\nxyz=\n", "line: -----BEGIN-----", "line: ***")]
    [InlineData("one\ntwo-long", "one and two-long", "one and ***")]
    [InlineData("first\nsecond", "x first\nsecond y", "x *** y")]
    public void Each_line_of_a_secret_is_one(string secret, string text, string expected) =>
        Assert.Equal(expected, new SecretMask([secret]).Of(text));

    [Fact]
    public void A_value_keeps_its_shape_and_loses_its_secrets()
    {
        var value = JsonNode.Parse("""{"a":"x hunter2","b":["hunter2",1,null,true],"hunter2":{"c":"fine"}}""");
        Assert.Equal(
            """{"a":"x ***","b":["***",1,null,true],"hunter2":{"c":"fine"}}""",
            new SecretMask(["hunter2"]).Of(value)!.ToJsonString());
    }

    [Fact]
    public void A_mask_that_learns_nothing_new_is_the_same()
    {
        var mask = new SecretMask(["hunter2"]);
        Assert.Same(mask, mask.With(["hunter2", "ab", "true"]));
        Assert.Equal("*** ***", mask.With(["other-one"]).Of("hunter2 other-one"));
    }

    [Fact]
    public void Secrets_are_found_within_lists_and_maps()
    {
        var value = new ListValue(
        [
            new SecretValue("one"), new StringValue("plain"),
            new MapValue(new Dictionary<string, FlowValue> { ["k"] = new SecretValue("two") }),
        ]);
        Assert.Equal(["one", "two"], SecretMask.In(value));
    }
}
