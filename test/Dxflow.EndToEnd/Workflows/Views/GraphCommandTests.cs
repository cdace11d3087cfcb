using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Views;

/// <summary><c>workflow graph</c> of a file, of a workflow and of a run.</summary>
public sealed class GraphCommandTests
{
    [Fact]
    public async Task A_graph_is_drawn_of_a_file_a_workflow_and_a_run()
    {
        await using var home = new Home();
        (await home.Run("workflow", "graph", "examples/align/compose.yaml")).Expect(0).Says("  n6 -->|\"bam\"| n7\n");
        (await home.Run("workflow", "graph", "./examples/web/compose.yaml", "--format", "dot")).Expect(0)
            .Says("n0 -> n1 [label=\"healthy\", style=dashed];");
        Assert.False(Directory.Exists(Path.Combine(home.Path, "journal")));
        (await home.Run("workflow", "graph", "./nowhere.yaml")).Expect(2).Complains("does not exist");

        await using var engine = await home.Boot();
        (await home.Run("run", "examples/hello/compose.yaml", "-p", "name=Ada")).Expect(0);
        (await home.Run("workflow", "graph", "hello")).Expect(0).Says("n0[\"greet\"]");
        (await home.Run("workflow", "graph", "hello/1")).Expect(0).Says("n0[\"greet<br/>succeeded\"]");
        (await home.Run("workflow", "graph", "hello/2")).Expect(3);
        var graph = (await home.Run("workflow", "graph", "hello/1", "--format", "json")).Expect(0).Json;
        Assert.Equal("succeeded", graph.GetProperty("state").GetString());
        Assert.Equal(
            ["greet>combine data text", "count>combine data letters"],
            graph.GetProperty("edges").EnumerateArray().Select(edge =>
                $"{edge.GetProperty("from")}>{edge.GetProperty("to")} {edge.GetProperty("kind")} {edge.GetProperty("output")}"));
    }
}
