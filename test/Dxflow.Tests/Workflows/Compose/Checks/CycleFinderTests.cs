using Dxflow.Workflows.Compose.Checks;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Checks;

public sealed class CycleFinderTests
{
    [Theory]
    [InlineData("1 2;2;", "")]
    [InlineData("1;2;0", "0 1 2")]
    [InlineData("0", "0")]
    [InlineData("1;0;3;2", "0 1|2 3")]
    [InlineData("1;2;1", "1 2")]
    [InlineData("1;2 0;0 1", "0 1 2")]
    public void Circles_are_named_in_the_order_of_their_edges(string edges, string expected) =>
        Assert.Equal(expected, string.Join('|', CycleFinder.Find(Parse(edges)).Select(cycle => string.Join(' ', cycle))));

    [Fact]
    public void Chain_of_any_length_is_walked_without_a_stack() =>
        Assert.Single(CycleFinder.Find([.. Enumerable.Range(0, 200_000).Select(i => new[] { (i + 1) % 200_000 })]));

    [Fact]
    public void A_graph_has_a_reported_circle_exactly_if_it_has_one() => Prop.ForAll<List<(int From, int To)>>(pairs =>
    {
        const int Nodes = 6;
        var edges = Enumerable.Range(0, Nodes).Select(_ => new List<int>()).ToArray();
        foreach (var (from, to) in pairs)
        {
            edges[Math.Abs(from % Nodes)].Add(Math.Abs(to % Nodes));
        }

        var found = CycleFinder.Find(edges);
        var real = found.All(cycle => cycle.Zip(cycle.Skip(1).Append(cycle[0])).All(edge => edges[edge.First].Contains(edge.Second)));
        return real && found.Count > 0 == HasCycle(edges);
    }).QuickCheckThrowOnFailure();

    // Nodes without edges into them are taken away until none is left, or what is left goes round.
    private static bool HasCycle(List<int>[] edges)
    {
        var left = Enumerable.Range(0, edges.Length).ToHashSet();
        while (left.FirstOrDefault(node => !left.Any(other => edges[other].Contains(node)), -1) is var free and >= 0)
        {
            left.Remove(free);
        }

        return left.Count > 0;
    }

    private static int[][] Parse(string edges) =>
        [.. edges.Split(';').Select(targets => targets.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray())];
}
