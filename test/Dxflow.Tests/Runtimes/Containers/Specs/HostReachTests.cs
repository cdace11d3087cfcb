using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Specs;

public sealed class HostReachTests
{
    [Theory]
    [InlineData("/data/a", null)]
    [InlineData("/data", "leads to /data/secret, which gives the machine away")]
    [InlineData("/data/a/../b", null)]
    [InlineData("/database", "is outside of what may be mounted")]
    [InlineData("/data/../etc", "leads to /etc, outside of what may be mounted")]
    [InlineData("/data/secret", "leads to /data/secret, which gives the machine away")]
    [InlineData("/data/secret/x", "leads to /data/secret, which gives the machine away")]
    [InlineData("/", "leads to /data/secret, which gives the machine away")]
    public void Only_what_is_within_a_root_and_meets_nothing_guarded(string path, string? expected) =>
        Assert.Equal(expected, new HostReach(["/data"], ["/data/secret"]).Refusal(path));

    [Fact]
    public void A_parent_of_what_is_guarded_is_guarded() => Assert.True(new HostReach(["/"], ["/a/b/c"]).IsGuarded("/a"));

    [Fact]
    public void What_cannot_be_followed_is_refused()
    {
        using var disk = new TemporaryDirectory();
        Directory.CreateSymbolicLink(Path.Combine(disk.Path, "a"), "b");
        Directory.CreateSymbolicLink(Path.Combine(disk.Path, "b"), "a");
        var reach = new HostReach([disk.Path], []);
        Assert.Contains("cannot be followed", reach.Refusal(Path.Combine(disk.Path, "a/x")), StringComparison.Ordinal);
        Assert.Null(reach.Refusal(Path.Combine(disk.Path, "not-there-yet/x")));
    }
}
