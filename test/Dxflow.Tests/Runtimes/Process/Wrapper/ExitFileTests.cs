using Dxflow.Runtimes.Process.Wrapper;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Process.Wrapper;

public sealed class ExitFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("0\n", 0)]
    [InlineData("137\n", 137)]
    [InlineData("255\n", 255)]
    public void A_complete_code_is_read(string content, int expected)
    {
        File.WriteAllText(ExitFile.PathIn(directory.Path), content);
        var exit = ExitFile.Read(directory.Path)!.Value;
        Assert.Equal(expected, exit.Code);
        Assert.Equal(File.GetLastWriteTimeUtc(ExitFile.PathIn(directory.Path)), exit.At.UtcDateTime, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("13")]
    [InlineData("\n")]
    [InlineData("256\n")]
    [InlineData("-1\n")]
    [InlineData("one\n")]
    [InlineData("1\n2\n")]
    public void Anything_else_is_no_code(string content)
    {
        File.WriteAllText(ExitFile.PathIn(directory.Path), content);
        Assert.Null(ExitFile.Read(directory.Path));
    }

    [Fact]
    public void A_missing_file_and_a_missing_directory_are_no_code()
    {
        Assert.Null(ExitFile.Read(directory.Path));
        Assert.Null(ExitFile.Read("/no/such/directory"));
    }

    [Theory]
    [InlineData(125, true)]
    [InlineData(126, true)]
    [InlineData(127, true)]
    [InlineData(1, false)]
    public void A_refusal_needs_its_file_and_its_code(int code, bool expected)
    {
        Assert.False(ExitFile.IsRefused(directory.Path, code));
        File.WriteAllText(directory.File("refused"), $"{code}\n");
        Assert.Equal(expected, ExitFile.IsRefused(directory.Path, code));
    }
}
