using Dxflow.Workflows.Compose.Merging;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Variables;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Merging;

/// <summary>What merging must not do: change what it merges, forget tags, work without end. What it does stands in the corpus.</summary>
public sealed class NodeMergerTests
{
    private readonly Problems _problems = new();

    [Fact]
    public void Neither_tree_is_changed()
    {
        var (under, over) = (Tree("a: { b: [1], c: 2 }"), Tree("a: { b: [3], d: 4 }"));
        Assert.Equal("{a: {b: [1 3] c: 2 d: 4}}", Show(Merge(under, over)));
        Assert.Equal("{a: {b: [1] c: 2}} {a: {b: [3] d: 4}}", $"{Show(under)} {Show(over)}");
    }

    [Fact]
    public void Tag_holds_against_everything_below_it()
    {
        var twice = Merge(Tree("a: [1]"), Merge(Tree("a: [2]"), Tree("a: !override [3]")));
        Assert.Equal("{a: [3]}", Show(twice));
        Assert.Equal("{a: [3 4]}", Show(Merge(twice, Tree("a: [4]"))));
    }

    [Fact]
    public void Reset_removes_keys_and_items_wherever_they_stand()
    {
        var tree = Tree("a: !reset x\nb: { c: !reset [], d: 1 }\ne: [1, !reset 2, { f: !reset }]\n");
        Assert.Equal("{b: {d: 1} e: [1 {}]}", Show(MergeTags.Clean(tree)));
    }

    [Fact]
    public void Tree_without_reset_is_left_as_it_is()
    {
        var tree = Tree("a: [1, { b: !override 2 }]");
        Assert.Same(tree, MergeTags.Clean(tree));
    }

    [Fact]
    public void Merging_takes_bounded_work_and_says_so_once()
    {
        var many = Tree("a: [" + string.Join(",", Enumerable.Range(0, 100_000)) + "]");
        var merger = new NodeMerger(Plain(), _problems);
        var merged = (Node)many;
        for (var i = 0; i < 50; i++)
        {
            merged = merger.Merge(merged, many, null, "a");
        }

        Assert.Equal(
            $"merging the document's files takes more than {NodeMerger.EntriesMax:N0} steps", Assert.Single(_problems.ToList()).Message);
    }

    [Fact]
    public void Value_of_a_pair_keeps_its_place_and_its_variables()
    {
        var list = (ListNode)((MapNode)Tree("a:\n  - \"NAME=x ${MISSING:?now}\"\n"))["a"]!;
        var value = (ScalarNode)new PairForms(Plain()).Pairs(list)!["NAME"]!;
        Plain().ToText(value);
        var problem = Assert.Single(_problems.ToList());
        Assert.Equal((2, 13, "the variable MISSING needs a value: now"), (problem.Line, problem.Column, problem.Message));
    }

    private static Node Tree(string text) => YamlReader.Read(new SourceText("f.yaml", text), new Problems())!;

    private static string Show(Node node) => node switch
    {
        MapNode map => $"{{{string.Join(' ', map.Entries.Select(entry => $"{entry.Key.Text}: {Show(entry.Value)}"))}}}",
        ListNode list => $"[{string.Join(' ', list.Items.Select(Show))}]",
        ScalarNode scalar => scalar.Text,
        _ => "",
    };

    private Interpolation Plain() => new(static _ => null, _problems);

    private Node Merge(Node under, Node over) => new NodeMerger(Plain(), _problems).Merge(under, over, null, "the document");
}
