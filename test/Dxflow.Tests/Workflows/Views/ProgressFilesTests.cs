using System.Text;
using Dxflow.Runtimes;
using Dxflow.Tests.Foundation;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Views;
using Xunit;

namespace Dxflow.Tests.Workflows.Views;

public sealed class ProgressFilesTests : IDisposable
{
    private static readonly AttemptId Id = new("00", 0, 0, 1);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly ProgressFiles _progress;
    private readonly string _file;

    public ProgressFilesTests()
    {
        var files = new RunFiles(_directory.Path);
        Directory.CreateDirectory(files.Attempt(Id));
        _file = Path.Combine(files.Attempt(Id), "progress");
        _progress = new ProgressFiles(_ => files, new SteadyClock(_time));
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("3/10", "3/10", null)]
    [InlineData(" 10/10\n", "10/10", null)]
    [InlineData("0/1", "0/1", null)]
    [InlineData("", null, null)]
    [InlineData("\n", null, null)]
    [InlineData("half", null, "'half'")]
    [InlineData("1/0", null, "'1/0'")]
    [InlineData("11/10", null, "'11/10'")]
    [InlineData("-1/10", null, "'-1/10'")]
    [InlineData("1/10\n2/10", null, "n/m")]
    [InlineData("1e3/1e4", null, "n/m")]
    [InlineData("99999999999999999999/99999999999999999999", null, "'99999999999999999999/999…'")]
    [InlineData("\u001b[2Jx", null, "not n/m")]
    public void Only_n_of_m_is_progress(string written, string? text, string? note)
    {
        var look = ProgressFiles.Parse(Encoding.UTF8.GetBytes(written));

        Assert.Equal(text, look.Text);
        Assert.Equal(note is null, look.Note is null);
        Assert.Contains(note ?? "", look.Note ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", look.Note ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_once_a_second_and_never_further_than_a_line()
    {
        Assert.Equal(default, _progress.Of(Id));
        File.WriteAllText(_file, "1/3");
        Assert.Equal(default, _progress.Of(Id));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("1/3", _progress.Of(Id).Text);

        File.WriteAllText(_file, "2/3" + new string(' ', 61) + new string('x', 1 << 20));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("2/3", _progress.Of(Id).Text);
    }

    [Fact]
    public void A_link_or_a_directory_is_not_read()
    {
        File.WriteAllText(Path.Combine(_directory.Path, "outside"), "1/2");
        File.CreateSymbolicLink(_file, Path.Combine(_directory.Path, "outside"));
        Assert.Equal(default, _progress.Of(Id));

        File.Delete(_file);
        Directory.CreateDirectory(_file);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("no file", _progress.Of(Id).Note, StringComparison.Ordinal);
    }
}
