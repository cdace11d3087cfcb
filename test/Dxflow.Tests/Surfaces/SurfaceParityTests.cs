using System.Text.Json.Nodes;
using Xunit;

namespace Dxflow.Tests.Surfaces;

/// <summary>The same request by HTTP and by the command line gives the same answer.</summary>
public sealed class SurfaceParityTests
{
    [Fact]
    public async Task Show_answers_the_same()
    {
        await using var engine = await SampleEngine.StartAsync();
        var http = await engine.Http.GetStringAsync("/api/samples/alpha");
        var command = await engine.RunAsync("sample", "show", "alpha", "-o", "json");
        Assert.Equal("", command.Error);
        Assert.Equal(0, command.Exit);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(http), JsonNode.Parse(command.Output)), command.Output);
    }
}
