using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>The examples of fan-out, loops and called documents, each with what it has to give.</summary>
public sealed class FlowExampleTests
{
    [Theory]
    [InlineData("slices", """{"squares":[1,4,9,16],"total":30}""")]
    [InlineData("grid", """{"pairs":["pair-a1","pair-a2","pair-b1","pair-b2"],"zipped":["x=10","y=20"],"batches":[3,3,1]}""")]
    [InlineData("tolerate", """{"kept":[0,1,2,4,5,6,8,9],"holes":2}""")]
    [InlineData("pipelines", """{"energies":[-10,-2,-6]}""")]
    [InlineData("grouped", """{"numbers":[0,10,20,30,40,50,60,70]}""")]
    [InlineData("loop", """{"root":1.414213562373,"turns":5}""")]
    [InlineData("recursion", """{"value":120}""")]
    [InlineData("conditions", """{"answer":"tails"}""")]
    [InlineData("learning", """{"rounds":2,"accuracy":3}""")]
    public async Task It_gives_what_its_first_lines_say(string name, string values)
    {
        await using var home = new Home();

        var run = (await home.Run("run", $"examples/flows/{name}.yaml", "-o", "json")).Expect(0);

        Assert.Equal(JsonSerializer.Serialize(JsonDocument.Parse(values).RootElement),
            JsonSerializer.Serialize(run.Json.GetProperty("values")));
    }

    [Fact]
    public async Task A_list_given_at_the_start_makes_as_many_slices_and_an_empty_one_none()
    {
        await using var home = new Home();

        var some = (await home.Run("run", "examples/flows/slices.yaml", "-p", "numbers=[7]", "-o", "json")).Expect(0);
        var none = (await home.Run("run", "examples/flows/slices.yaml", "-p", "numbers=[]", "-o", "json")).Expect(0);

        Assert.Equal("[49]", some.Json.GetProperty("values").GetProperty("squares").GetRawText().Replace(" ", "").Replace("\n", ""));
        Assert.Equal(0, none.Json.GetProperty("values").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_slow_pipeline_does_not_hold_the_others_up()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", "examples/flows/pipelines.yaml")).Expect(0);

        var finished = (await home.Run("workflow", "events", "pipelines", "-o", "json")).Expect(0).Lines
            .Where(e => e.GetProperty("event").GetString() == "finished").Select(e => e.GetProperty("step").GetString()!).ToList();
        Assert.True(finished.IndexOf("each-structure/1/score") < finished.IndexOf("each-structure/0/relax"), string.Join(" ", finished));
    }

    [Fact]
    public async Task The_branch_not_taken_is_skipped_and_what_runs_last_knows_how_it_went()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        (await home.Run("run", "examples/flows/conditions.yaml", "-p", "tails=false")).Expect(0).Says("heads");

        var steps = (await home.Run("workflow", "steps", "conditions", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .ToDictionary(step => step.GetProperty("name").GetString()!, step => step.GetProperty("state").GetString());
        Assert.Equal(("skipped", "failed", "succeeded"), (steps["tails"], steps["risky"], steps["cleanup"]));
        (await home.Run("workflow", "logs", "conditions", "notify")).Expect(0).Says("the run has succeeded");
    }
}
