using System.Text.Json;
using Dxflow.Workflows;
using Dxflow.Workflows.Commands;
using Xunit;

namespace Dxflow.Tests.Workflows.Commands;

public sealed class OutputTextTests
{
    private static readonly Outputs Sample = new(
        "w/1",
        Json("""{"n":5,"text":"a\nb","file":{"kind":"file","sha256":"00","path":"/store/00"},"list":[1,2]}"""),
        Json("""{"make":{"n":5}}"""));

    [Fact]
    public void Each_output_is_a_line_and_a_file_is_where_it_lies() =>
        Assert.Equal("n: 5\ntext: a\\nb\nfile: /store/00\nlist: [1,2]\n", new OutputText(false).Of(Sample));

    [Fact]
    public void Those_of_the_steps_stand_below() => Assert.EndsWith("list: [1,2]\n\nmake:\n  n: 5\n", new OutputText(false).All(Sample));

    [Fact]
    public void A_run_without_outputs_has_nothing_to_say() =>
        Assert.Equal("", new OutputText(false).All(new Outputs("w/1", Json("{}"), Json("{}"))));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
