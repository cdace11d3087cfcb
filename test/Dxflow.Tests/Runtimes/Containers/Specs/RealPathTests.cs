using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Specs;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData("/", "/")]
    [InlineData("//no//such/./x/", "/no/such/x")]
    [InlineData("/no/../such/../../x", "/x")]
    public void Without_links_it_is_the_path_put_right(string path, string expected) => Assert.Equal(expected, RealPath.Of(path));

    [Fact]
    public void Links_are_followed_where_they_stand()
    {
        var root = RealPath.Of(_disk.Path)!;
        Directory.CreateDirectory(Path.Combine(root, "d/e"));
        Directory.CreateSymbolicLink(Path.Combine(root, "absolute"), Path.Combine(root, "d"));
        Directory.CreateSymbolicLink(Path.Combine(root, "d/relative"), "../absolute/e");
        Directory.CreateSymbolicLink(Path.Combine(root, "dangling"), "/no/such/place");
        Assert.Equal($"{root}/d/e", RealPath.Of($"{root}/absolute/relative"));
        Assert.Equal($"{root}/d", RealPath.Of($"{root}/d/relative/.."));
        Assert.Equal("/no/such/place/x", RealPath.Of($"{root}/dangling/x"));
    }

    [Fact]
    public void A_circle_leads_nowhere()
    {
        Directory.CreateSymbolicLink(Path.Combine(_disk.Path, "a"), "a");
        Assert.Null(RealPath.Of(Path.Combine(_disk.Path, "a")));
    }
}
