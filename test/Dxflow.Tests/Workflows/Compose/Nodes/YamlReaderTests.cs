using Dxflow.Workflows.Compose.Nodes;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Nodes;

public sealed class YamlReaderTests
{
    [Fact]
    public void Nodes_keep_order_style_and_place()
    {
        var map = Map("b: 1\na:\n  - x\n  - 'y'\n");
        Assert.Equal(["b", "a"], map.Entries.Select(entry => entry.Key.Text));
        var list = Assert.IsType<ListNode>(map["a"]);
        Assert.Equal("f.yaml:4:5", list.Items[1].At.ToString());
        Assert.Equal(ScalarStyle.SingleQuoted, ((ScalarNode)list.Items[1]).Style);
        Assert.Equal("f.yaml:1:4", map["b"]!.At.ToString());
    }

    [Fact]
    public void Alias_is_the_node_it_names_and_merge_keys_fill_what_is_missing()
    {
        var map = Map("x: &x { a: 1, b: 2 }\ny: &y { c: 3 }\nz:\n  b: own\n  <<: [*x, *y]\n");
        var z = (MapNode)map["z"]!;
        Assert.Equal("b=own a=1 c=3", string.Join(' ', z.Entries.Select(entry => $"{entry.Key.Text}={((ScalarNode)entry.Value).Text}")));
        Assert.Same(((MapNode)map["x"]!)["a"], z["a"]);
    }

    [Theory]
    [InlineData("a: b\n\tc: d\n", "f.yaml:2:1: not valid YAML: a tab indents this line")]
    [InlineData("a:\n  b:\n\tc: d\n", "f.yaml:3:1: not valid YAML: a tab indents this line")]
    [InlineData("a: [b, ${C}]\n", "f.yaml:1:9: not valid YAML: a ${…} within [ ] or { } stands without quotes")]
    [InlineData("a: [1, 2\nb: 3\n", "f.yaml:1:4: not valid YAML: a bracket or a brace is opened and never closed")]
    [InlineData("a: b: c\n", "f.yaml:1:5: not valid YAML: a second `: ` in one value")]
    [InlineData("a: 'x\n", "f.yaml:1:4: not valid YAML: a quote is opened and never closed")]
    [InlineData("a: @x\n", "f.yaml:1:4: not valid YAML: a text cannot begin with @")]
    [InlineData("a: \"\\q\"\n", "f.yaml:1:4: not valid YAML: an unknown escape in double quotes")]
    [InlineData("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: `a` is here a second time, first on line 1")]
    [InlineData("a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document begins here")]
    [InlineData("a: *x\n", "f.yaml:1:4: *x names no anchor")]
    [InlineData("a: &x [*x]\n", "f.yaml:1:8: *x is inside what &x names, so it would contain itself")]
    [InlineData("? [a, b]\n: c\n", "f.yaml:1:3: a key must be a text")]
    [InlineData("<<: 3\n", "f.yaml:1:5: `<<` merges maps, and this is a text")]
    [InlineData("a: {{ x }}\n", "f.yaml:1:4: a reference stands without quotes, so YAML reads its braces as maps")]
    [InlineData("a: {{ x }} y\n", "f.yaml:1:4: a reference stands without quotes, so YAML reads its braces as maps")]
    [InlineData("a: [b, {{ c[0] ?? 'd' }}]\n", "f.yaml:1:8: a reference stands without quotes, so YAML reads its braces as maps")]
    public void Broken_text_is_one_placed_problem(string text, string expected)
    {
        var problems = new Problems();
        YamlReader.Read(new SourceText("f.yaml", text), problems);
        var problem = Assert.Single(problems.ToList());
        Assert.Equal(expected, $"{problem.File}:{problem.Line}:{problem.Column}: {problem.Message}");
        Assert.False(string.IsNullOrEmpty(problem.Fix));
    }

    [Fact]
    public void Unquoted_reference_is_taken_as_if_quoted()
    {
        var problems = new Problems();
        var map = (MapNode)YamlReader.Read(new SourceText("f.yaml", "a: {{ x }}\nb: 2\n"), problems)!;
        Assert.Equal("{{ x }}", ((ScalarNode)map["a"]!).Text);
        Assert.Equal("Put it in quotes: a: \"{{ x }}\"", problems.ToList().Single().Fix);
        Assert.NotNull(map["b"]);
    }

    [Fact]
    public void Alias_bomb_is_refused_in_bounded_work()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 30).Select(
                i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        var problem = Fail(text);
        Assert.StartsWith("the document has more than 2,000,000 values", problem.Message, StringComparison.Ordinal);
        Assert.Equal(7, problem.Line);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Nesting_is_bounded(string opener) =>
        Assert.Equal("nested more than 100 levels deep", Fail(string.Concat(Enumerable.Repeat(opener, 20_000))).Message);

    [Theory]
    [InlineData("a: plain ${x}", "$", 1, 10)]
    [InlineData("a: &n !!str plain ${x}", "$", 1, 19)]
    [InlineData("a: 'it''s ${x}'", "$", 1, 11)]
    [InlineData("a: \"t\\tab \\u00e9 ${x}\"", "$", 1, 18)]
    [InlineData("a: \"t\\n${x}\"", "$", 1, 8)]
    [InlineData("a: |\n  one\n\n   two ${x}\n", "$", 4, 8)]
    [InlineData("a: >-\n  one\n  two\n\n  ${x}\n", "$", 5, 3)]
    [InlineData("a: one\n  two\n  three ${x}\n", "$", 3, 9)]
    [InlineData("a: \"one\n  two \\\n  ${x}\"\n", "$", 3, 3)]
    public void Offset_in_a_text_is_found_in_the_file(string text, string sought, int line, int column)
    {
        var scalar = (ScalarNode)Map(text)["a"]!;
        var place = scalar.PlaceAt(scalar.Text.IndexOf(sought, StringComparison.Ordinal));
        Assert.Equal((line, column), (place.Line, place.Column));
    }

    private static MapNode Map(string text)
    {
        var problems = new Problems();
        var node = YamlReader.Read(new SourceText("f.yaml", text), problems);
        Assert.Empty(problems.ToList());
        return Assert.IsType<MapNode>(node);
    }

    private static Dxflow.Operations.Problem Fail(string text)
    {
        var problems = new Problems();
        YamlReader.Read(new SourceText("f.yaml", text), problems);
        return Assert.Single(problems.ToList());
    }
}
