using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Files;

public sealed class DirectoryCallsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_directory_that_is_spread_is_used_as_before_and_may_be_spread_again()
    {
        // True on ext4, false on most others; there it is only not quicker.
        var isKnown = DirectoryCalls.TrySpread(_directory.Path);
        Directory.CreateDirectory(_directory.File("run"));
        File.WriteAllText(_directory.File("run/file"), "x");
        Assert.Equal(isKnown, DirectoryCalls.TrySpread(_directory.Path));
        Assert.Equal("x", File.ReadAllText(_directory.File("run/file")));
    }

    [Fact]
    public void A_directory_among_those_of_others_is_the_users_alone_whether_it_was_there_or_not()
    {
        var (made, found) = (_directory.File("made"), _directory.File("found"));
        Directory.CreateDirectory(found, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b1_111_111_111);
        foreach (var path in new[] { made, found })
        {
            DirectoryCalls.MakeOwn(path);
            Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void A_directory_that_others_could_replace_is_none_of_ones_own()
    {
        File.CreateSymbolicLink(_directory.File("link"), Directory.CreateDirectory(_directory.File("elsewhere")).FullName);
        Assert.Contains("no directory of yours", Refused("link"));
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_111_111);
        Assert.Contains($"chmod go-w {_directory.Path}", Refused("elsewhere"));
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_000_000);
        DirectoryCalls.MakeOwn(_directory.File("elsewhere"));
    }

    private string Refused(string name) =>
        Assert.Throws<UnauthorizedAccessException>(() => DirectoryCalls.MakeOwn(_directory.File(name))).Message;

    [Fact]
    public void Where_it_cannot_be_said_it_is_not() => Assert.False(DirectoryCalls.TrySpread("/proc/self"));
}
