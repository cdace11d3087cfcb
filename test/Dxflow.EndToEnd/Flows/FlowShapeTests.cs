using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>The shapes of applications, at small sizes and with bodies of a line or two.</summary>
public sealed class FlowShapeTests
{
    [Theory]
    [InlineData("properties", """{"values":[[24,48],[18,36],[36,72]]}""")]
    [InlineData("sampling", """{"trust":[2.0,3.0,2.0],"labels":[2,0,3]}""")]
    [InlineData("fields", """{"turns":3,"error":0.125,"frames":[[10,12,13,14],[20,21,23,24],[30,31,32,34]]}""")]
    [InlineData("workers", """{"sum":285}""")]
    [InlineData(
        "generations",
        """
        {"schedule":{"generations":2,"converged":true},
        "labels":["generation/1/explore/0/0 gave 1","generation/1/explore/1/1 gave 2"]}
        """)]
    public Task It_gives_what_its_first_lines_say(string name, string values) => FlowGallery.Gives("shapes/" + name, values);

    [Fact]
    public async Task Calculations_are_told_apart_by_name_and_one_without_input_is_not_tried_twice()
    {
        await FlowGallery.Gives(
            "shapes/calculations", """{"names":["task.000000","task.000001","task.000002"],"words":[1,2,3],"total":6}""");
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", FlowGallery.Document("shapes/calculations"), "-p", "broken=1")).Expect(1);

        var slices = await FlowGallery.Rows(home, "calculations", "run-");
        Assert.Equal(["succeeded", "failed", "succeeded"], slices.Select(slice => slice.GetProperty("state").GetString()));
        Assert.Equal(1, slices[1].GetProperty("attempts").GetInt32());
        (await home.Run("workflow", "why", "calculations")).Expect(0).Says("task.000001 has no input");
    }

    [Fact]
    public async Task Properties_of_one_structure_do_not_wait_for_another_ones_relaxation()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", FlowGallery.Document("shapes/properties"))).Expect(0);

        var story = await FlowGallery.Story(home, "properties");
        FlowGallery.Before("finished structure/1/property/1/fit", "finished structure/0/relax", story);
        FlowGallery.Before("finished structure/2/property/0/fit", "finished structure/0/relax", story);
    }

    [Theory]
    [InlineData(400, "[40,8,3]")]
    [InlineData(30, "[100,2]")]
    public Task A_funnel_leaves_what_sorting_everything_would(int n, string keep)
    {
        var last = int.Parse(keep.Trim('[', ']').Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var best = Enumerable.Range(1, n).Select(i => i * 7919 % 10007).Order().Take(last);
        return FlowGallery.Gives("shapes/funnel", $$"""{"best":[{{string.Join(',', best)}}]}""", $"n={n}", $"keep={keep}");
    }
}
