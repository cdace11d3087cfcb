using System.Text.Json;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Inputs;

public sealed class ParameterFileTests
{
    private static readonly IReadOnlyList<InputPlan> Declared =
    [
        new("s", "string"), new("os", "string?"), new("ds", "string?", Default: "x"), new("i", "int", Min: 1, Max: 9), new("oi", "int?"),
        new("f", "float"), new("b", "bool"), new("j", "json"), new("li", "list<int>"), new("ls", "list<string>"), new("ms", "map<string>"),
        new("lf", "list<float>"), new("file", "file"), new("files", "list<file>"), new("dir", "dir?"), new("k", "secret"),
    ];

    [Theory]
    [InlineData("s: 1.10", "1.10")]
    [InlineData("s: yes", "yes")]
    [InlineData("s: \"\"", "")]
    [InlineData("s: |\n  a\n  b\n", "a\nb\n")]
    [InlineData("s: \"@notes.txt\"", "@notes.txt")]
    [InlineData("s: \"@@home\"", "@@home")]
    [InlineData("s: file:x", "file:x")]
    [InlineData("s: \"${HOME} {{ x }}\"", "${HOME} {{ x }}")]
    [InlineData("i: 0x9", "9")]
    [InlineData("i: \"7\"", "7")]
    [InlineData("oi: null", "null")]
    [InlineData("f: 1e-3", "1e-3")]
    [InlineData("f: 4", "4")]
    [InlineData("b: True", "true")]
    [InlineData("j: text", "\"text\"")]
    [InlineData("j: [1, 2.0, .5, 0x10, ~, \"3\", no, {a: {b: true}}]", "[1,2.0,5.0E-1,16,null,\"3\",\"no\",{\"a\":{\"b\":true}}]")]
    [InlineData("li: [1, 0x2]", "[1,2]")]
    [InlineData("ls: [1.10, null-ish, true]", "[\"1.10\",\"null-ish\",\"true\"]")]
    [InlineData("ms: {a: 1, 2: b}", "{\"a\":\"1\",\"2\":\"b\"}")]
    [InlineData("lf: [1, 2.5]", "[1,2.5]")]
    [InlineData("file: file:./a b.txt", "@./a b.txt")]
    [InlineData("file: \"@a.txt\"", "@a.txt")]
    [InlineData("file: object:in/a.txt", "@object:in/a.txt")]
    [InlineData("files: file:*.txt", "@*.txt")]
    [InlineData("dir: file:data/", "@data/")]
    [InlineData("k: 12345", "12345")]
    [InlineData("{\"s\": \"a\\/b\\u00e9 \\ud83d\\ude00\"}", "a/bé 😀")]
    public void Values_are_the_text_that_the_command_line_would_give(string yaml, string expected)
    {
        var (read, problems) = Read(yaml);
        Assert.Empty(problems);
        Assert.Equal(expected, Assert.Single(read.Texts).Value);
        Assert.Empty(read.Files);
    }

    [Theory]
    [InlineData("[file:a, \"@b\", \"@artifact:file:x\"]", "a|b|artifact:file:x")]
    [InlineData("\n  - file:../*.fq\n", "../*.fq")]
    [InlineData("[]", "")]
    public void A_list_of_files_names_each(string yaml, string expected)
    {
        var (read, problems) = Read($"files: {yaml}");
        Assert.Empty(problems);
        Assert.Empty(read.Texts);
        Assert.Equal(expected, string.Join('|', read.Files["files"]));
    }

    [Fact]
    public void What_is_null_and_may_be_is_left_to_the_default()
    {
        var (read, problems) = Read("os: null\n");
        Assert.Empty(problems);
        Assert.Empty(read.Texts);
        Assert.Equal(["p.yaml:1:5: the input `ds` has a default, and null cannot replace it"], Read("ds: ~").Problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("{}")]
    [InlineData("null")]
    public void An_empty_file_gives_nothing(string yaml)
    {
        var (read, problems) = Read(yaml);
        Assert.Empty(problems);
        Assert.Empty(read.Texts);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once_with_its_place()
    {
        var (read, problems) = Read("""
            s: [a]
            i: 12
            fils: x
            f: fast
            b: yes
            li: [1, two]
            ls: [a, null]
            file: a.txt
            files: [file:a, object:b]
            k: ~
            oi: 3
            """);
        Assert.Equal(
            [
                "p.yaml:1:4: the input `s` is a string, and this is a list",
                "p.yaml:2:4: the input `i` is 12, and must be at most 9",
                "p.yaml:3:1: the workflow has no input `fils`; did you mean 'file'?",
                "p.yaml:4:4: the input `f` is a float: 'fast' is not a float",
                "p.yaml:5:4: the input `b` is a bool: 'yes' is not a bool",
                "p.yaml:6:5: the input `li` is a list<int>: the text 'two' where an int is wanted at [1]",
                "p.yaml:7:5: the input `ls` is a list<string>: null where a string is wanted at [1]",
                "p.yaml:8:7: the input `file` is a file, and 'a.txt' is text",
                "p.yaml:9:17: the input `files` is a list of files, and object:b can only be given alone",
                "p.yaml:10:4: the input `k` is a secret, and this is nothing",
            ],
            problems);
        Assert.Equal("3", Assert.Single(read.Texts).Value);
    }

    [Theory]
    [InlineData("i: 12", null)]
    [InlineData("i: x", "Write digits, as in 42.")]
    [InlineData("file: a.txt", "Write file:PATH or object:PATH.")]
    public void What_to_do_is_told_of_the_file_and_not_of_the_command_line(string yaml, string? fix)
    {
        var problems = new Problems();
        ParameterFile.Read(new SourceText("p.yaml", yaml), Declared, [], problems);
        Assert.Equal(fix, Assert.Single(problems.ToList()).Fix);
    }

    [Theory]
    [InlineData("- a\n", "p.yaml:1:1: this is a list, and inputs are a map")]
    [InlineData("s: a\ns: b\n", "p.yaml:2:1: ")]
    [InlineData("s: [a\n", "p.yaml:")]
    [InlineData("s: @a.txt\n", "p.yaml:1:4: ")]
    public void What_is_no_map_of_inputs_is_refused(string yaml, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Read(yaml).Problems), StringComparison.Ordinal);

    [Fact]
    public void What_is_given_otherwise_does_not_matter_but_has_to_be_an_input()
    {
        var (read, problems) = Read("i: wrong\nx: 1\n", "i", "x");
        Assert.Empty(read.Texts);
        Assert.StartsWith("p.yaml:2:1: the workflow has no input `x`", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_becomes_no_large_value()
    {
        var aliases = string.Join(", ", Enumerable.Repeat("*a", 70));
        var (_, problems) = Read($"j: [&a {new string('x', 1 << 20)}, {aliases}]");
        Assert.Equal(["p.yaml:1:4: the input `j` is larger than 64 MiB, aliases followed"], problems);
    }

    [Fact]
    public void A_secret_stands_in_no_message()
    {
        var declared = new[] { new InputPlan("k", "secret", Pattern: "[a-z]+"), new InputPlan("ks", "list<secret>") };
        var problems = new Problems();
        ParameterFile.Read(new SourceText("p.yaml", "k: {a: hush-1}\nks: [{b: hush-2}]\n"), declared, [], problems);
        Assert.Equal(2, problems.ToList().Count);
        Assert.DoesNotContain("hush", JsonSerializer.Serialize(problems.ToList().Select(static each => each.Message + each.Fix)));
    }

    private static (ParameterFile Read, IReadOnlyList<string> Problems) Read(string yaml, params string[] overruled)
    {
        var problems = new Problems();
        var read = ParameterFile.Read(new SourceText("p.yaml", yaml), Declared, overruled, problems);
        return (read, [.. problems.ToList().Select(static each => $"{each.File}:{each.Line}:{each.Column}: {each.Message}")]);
    }
}
