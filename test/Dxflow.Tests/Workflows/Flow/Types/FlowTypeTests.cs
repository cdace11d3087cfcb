using Dxflow.Workflows.Flow.Types;
using Xunit;

namespace Dxflow.Tests.Workflows.Flow.Types;

public sealed class FlowTypeTests
{
    [Theory]
    [InlineData("string", "string")]
    [InlineData(" list < file? > ? ", "list<file?>?")]
    [InlineData("map<list<int>>", "map<list<int>>")]
    public void A_type_reads_and_writes(string text, string written) => Assert.Equal(written, FlowTypeText.Parse(text).ToString());

    [Theory]
    [InlineData("", "'' is no type")]
    [InlineData("strng", "'strng' is no type; did you mean 'string'?")]
    [InlineData("list", "a list names the type of its elements: 'list<string>'")]
    [InlineData("list<int", "'>' is missing in 'list<int'")]
    [InlineData("list<nope>", "'nope' is no type")]
    [InlineData("int??", "'int??' is no type: '?' is left over")]
    [InlineData("int extra", "'int extra' is no type: 'extra' is left over")]
    [InlineData("list<list<list<list<list<list<list<list<list<list<int>>>>>>>>>>",
        "'list<list<list<list<list<list<list<list<list<list<int>>>>>>>>>>' is nested more than 8 deep")]
    public void What_is_no_type_is_explained(string text, string error)
    {
        Assert.False(FlowTypeText.TryParse(text, out _, out var found));
        Assert.Equal(error, found);
    }

    [Theory]
    [InlineData("int", "float", true)]
    [InlineData("float", "int", false)]
    [InlineData("list<int>", "list<float>", true)]
    [InlineData("list<int?>", "list<int>", false)]
    [InlineData("list<int>", "list<int?>", true)]
    [InlineData("map<int>", "json", true)]
    [InlineData("list<file>", "json", false)]
    [InlineData("json", "file", true)]
    [InlineData("json", "secret", false)]
    [InlineData("string", "secret", false)]
    [InlineData("file", "dir", false)]
    public void The_only_conversion_is_int_to_float(string from, string into, bool fits) =>
        Assert.Equal(fits, FlowTypeRules.Fits(FlowTypeText.Parse(from), FlowTypeText.Parse(into)));

    [Theory]
    [InlineData("int", "float", "float")]
    [InlineData("int?", "int", "int?")]
    [InlineData("list<int>", "list<float?>", "list<float?>")]
    [InlineData("int", "string", null)]
    [InlineData("json", "string", "json")]
    [InlineData("json", "secret", null)]
    public void Two_types_join_in_the_smallest_that_holds_both(string a, string b, string? joined) =>
        Assert.Equal(joined, FlowTypeRules.Join(FlowTypeText.Parse(a), FlowTypeText.Parse(b))?.ToString());
}
