using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Variables;

public sealed class EnvFileReaderTests
{
    private readonly Problems _problems = new();

    [Theory]
    [InlineData("A=1", "A=1")]
    [InlineData("  A = 1  \r\n\r\nB=2\r\n", "A=1;B=2")]
    [InlineData("# c\nA=1 # c\nB=a#b", "A=1;B=a#b")]
    [InlineData("export A=1", "A=1")]
    [InlineData("exportA=1", "exportA=1")]
    [InlineData("A: yes", "A=yes")]
    [InlineData("A=", "A=")]
    [InlineData("A=\nB=2", "A=;B=2")]
    [InlineData("A='$HOST\\n'", "A=$HOST\\n")]
    [InlineData("A='it\\'s'", "A=it's")]
    [InlineData("A=\"a\\tb\\n\\\"q\\\" \\\\ \\$X \\101 \\0101\"", "A=a\tb\n\"q\" \\ $X \\101 A")]
    [InlineData("A=\"$HOST ${NONE:-d}\" # c", "A=box d")]
    [InlineData("A=$HOST\nB=${A}/x", "A=box;B=box/x")]
    [InlineData("HOST=other\nB=$HOST", "HOST=other;B=box")]
    [InlineData("A=\"two\nlines\"\nB=1", "A=two\nlines;B=1")]
    [InlineData("HOST\nNONE\nB=1", "HOST=box;B=1")]
    [InlineData("a.b-c[0]=1", "a.b-c[0]=1")]
    [InlineData("A=1\nA=2", "A=2")]
    [InlineData("A=a=b:c", "A=a=b:c")]
    public void Forms_of_a_line(string text, string expected)
    {
        Assert.Equal(expected, Read(text));
        Assert.Empty(_problems.ToList());
    }

    [Fact]
    public void Raw_format_takes_every_value_as_it_stands() =>
        Assert.Equal("A=\"$HOST\" # no;B= x ;HOST=box", Read("A=\"$HOST\" # no\nB= x \n# c\nHOST", EnvFileFormat.Raw));

    [Theory]
    [InlineData("A=1\nmy name=2\n", ".env:2:1: this line is no NAME=value")]
    [InlineData("=2\n", ".env:1:1: this line is no NAME=value")]
    [InlineData("A='open\nB=1", ".env:1:3: a quote is opened and never closed")]
    [InlineData("A='x' y\n", ".env:1:7: text after the closing quote")]
    [InlineData("A=a ${X\n", ".env:1:5: ${ is never closed")]
    public void Wrong_line_is_placed_and_the_rest_is_read(string text, string expected)
    {
        Read(text);
        var problem = Assert.Single(_problems.ToList());
        Assert.Equal(expected, $"{problem.File}:{problem.Line}:{problem.Column}: {problem.Message}");
    }

    [Fact]
    public void Never_throws_on_any_text() => Prop.ForAll<string>(text =>
    {
        Read(text ?? "");
        return true;
    }).QuickCheckThrowOnFailure();

    private string Read(string text, EnvFileFormat format = EnvFileFormat.Compose)
    {
        var values = new Dictionary<string, Placed<string>>();
        var interpolation = new Interpolation(name => name == "HOST" ? "box" : null, _problems);
        EnvFileReader.Read(new SourceText(".env", text), format, interpolation, _problems, values);
        return string.Join(';', values.Select(value => $"{value.Key}={value.Value.Value}"));
    }
}
