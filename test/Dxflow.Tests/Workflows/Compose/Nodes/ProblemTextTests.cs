using Dxflow.Operations;
using Dxflow.Workflows.Compose.Nodes;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Nodes;

public sealed class ProblemTextTests
{
    private static readonly SourceText Source = new("f.yaml", "a: 1\r\nb: \twrong\nc: " + new string('x', 200) + "!\n");

    [Fact]
    public void Problem_is_shown_with_its_line_and_a_caret() => Assert.Equal(
        "f.yaml:2:4: error: no\n  2 | b:  wrong\n    |    ^\n  fix: do",
        ProblemText.Format(new Problem("no", "do", "f.yaml", 2, 4), _ => Source));

    [Fact]
    public void Caret_of_a_long_line_stands_below_its_character()
    {
        var lines = ProblemText.Format(new Problem("no", null, "f.yaml", 3, 204), _ => Source).Split('\n');
        Assert.Equal('!', lines[1][lines[2].IndexOf('^')]);
        Assert.True(lines[1].Length < 140);
    }

    [Theory]
    [InlineData("f.yaml", 1, 1, false, "f.yaml:1:1: error: no")]
    [InlineData("f.yaml", 0, 0, true, "f.yaml: warning: no")]
    [InlineData(null, 0, 0, false, "error: no")]
    [InlineData("f.yaml", 99, 1, false, "f.yaml:99:1: error: no")]
    public void Problem_without_text_or_place(string? file, int line, int column, bool warning, string expected) =>
        Assert.Equal(expected, ProblemText.Format(new Problem("no", null, file, line, column, warning), _ => line == 99 ? Source : null));

    [Fact]
    public void Text_of_a_document_cannot_draw_on_the_terminal()
    {
        var source = new SourceText("f", "a\u001b[2Jb");
        Assert.DoesNotContain('\u001b', ProblemText.Format(new Problem("x\u001b[31m\ny", "\u001b", "f", 1, 1), _ => source));
    }

    [Fact]
    public void Problems_are_sorted_bounded_and_told_once()
    {
        var problems = new Problems();
        problems.Warn(new("b", 1, 1), "w");
        problems.Error(default, "nowhere");
        problems.Error(new("a", 2, 1), "second");
        problems.Error(new("a", 1, 9), "first");
        problems.Error(new("a", 1, 9), "first");
        Assert.Equal(["first", "second", "w", "nowhere"], problems.ToList().Select(problem => problem.Message));
        for (var i = 0; i < 300; i++)
        {
            problems.Error(new("c", i + 1, 1), "more");
        }

        Assert.Equal(Problems.ProblemsMax + 2, problems.ToList().Count);
        Assert.Equal("103 more problems are not shown", problems.ToList()[^1].Message);
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => problems.ThrowIfErrors("bad")).Info.Code);
    }

    [Fact]
    public void Warnings_do_not_crowd_out_an_error()
    {
        var problems = new Problems();
        for (var i = 0; i < 300; i++)
        {
            problems.Warn(new("c", i + 1, 1), "more");
        }

        problems.Error(new("a", 1, 1), "the one");
        Assert.Equal("the one", problems.ToList()[0].Message);
    }

    [Fact]
    public void Warnings_alone_do_not_throw()
    {
        var problems = new Problems();
        problems.Warn(default, "w");
        problems.ThrowIfErrors("bad");
        Assert.False(problems.HasErrors);
    }
}
