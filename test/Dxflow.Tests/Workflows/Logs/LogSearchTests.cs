using System.Text;
using Dxflow.Operations;
using Dxflow.Runtimes.Logs;
using Dxflow.Workflows;
using Dxflow.Workflows.Logs;
using Dxflow.Workflows.Planning.Stored;
using Xunit;

namespace Dxflow.Tests.Workflows.Logs;

public sealed class LogSearchTests
{
    private static readonly SecretMask Mask = new(["hunter22"]);

    [Theory]
    [InlineData("an error here", "error", true)]
    [InlineData("an Error here", "error", false)]
    [InlineData("\u001b[31mer\u001b[0mror", "error", true)]
    [InlineData("bell\a rings", "\\x07 rings", true)]
    [InlineData("10%\r90% done", "10%", false)]
    [InlineData("the key is hunter22.", "hunter", false)]
    [InlineData("the key is hunter22.", "hunter22", false)]
    [InlineData("the key is hunter22.", "is ***.", true)]
    [InlineData("the key is hun\u001b[0mter22.", "hunter22", false)]
    public void A_text_is_found_as_it_is_shown(string line, string text, bool expected) =>
        Assert.Equal(expected, Takes(new ReadLogs("a", Search: text), line));

    [Theory]
    [InlineData("GET /x 500", "GET .* 5\\d\\d$", true)]
    [InlineData("GET /x 200", "GET .* 5\\d\\d$", false)]
    [InlineData("hunter22", "h.nter", false)]
    public void So_is_a_pattern(string line, string pattern, bool expected) =>
        Assert.Equal(expected, Takes(new ReadLogs("a", Regex: pattern), line));

    [Fact]
    public void Large_and_small_letters_can_be_the_same()
    {
        Assert.True(Takes(new ReadLogs("a", Search: "ERR", IgnoreCase: true), "error"));
        Assert.True(Takes(new ReadLogs("a", Regex: "^ERR", IgnoreCase: true), "error"));
    }

    [Fact]
    public void The_beginning_of_a_secret_that_was_cut_is_not_found_either() =>
        Assert.False(new LogFilter((text, isCut) => isCut && Mask.OfCut(text).Contains("hunt", StringComparison.Ordinal))
            .Takes("a line that ends in hunt"u8, isCut: true));

    [Theory]
    [InlineData("(a)\\1")]
    [InlineData("(?<=a)b")]
    [InlineData("(")]
    [InlineData("")]
    [InlineData("(((a{1000}){1000}){1000}){1000}")]
    public void What_cannot_be_searched_for_is_refused(string pattern) =>
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => LogSearch.Of(new ReadLogs("a", Regex: pattern))).Info.Code);

    [Fact]
    public void What_is_searched_for_has_a_bound()
    {
        var text = new string('x', LogSearch.PatternCharactersMax);
        Assert.NotNull(LogSearch.Of(new ReadLogs("a", Search: text)));
        Assert.Throws<Fault>(() => LogSearch.Of(new ReadLogs("a", Search: text + "x")));
        Assert.Throws<Fault>(() => LogSearch.Of(new ReadLogs("a", Search: "x", Regex: "x")));
        Assert.Null(LogSearch.Of(new ReadLogs("a")));
    }

    [Fact]
    public void A_pattern_made_to_take_for_ever_does_not()
    {
        var line = new string('a', LogCursor.LineBytesMax);
        Assert.False(Takes(new ReadLogs("a", Regex: "^(a+)+$"), line + "!"));
    }

    private static bool Takes(ReadLogs request, string line) =>
        LogSearch.Of(request)!.With(Mask).Takes(Encoding.UTF8.GetBytes(line), isCut: false);
}
