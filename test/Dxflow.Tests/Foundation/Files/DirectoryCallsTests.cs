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
    public void Where_it_cannot_be_said_it_is_not() => Assert.False(DirectoryCalls.TrySpread("/proc/self"));
}
