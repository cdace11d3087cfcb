using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Images;

public sealed class ImageWishTests
{
    [Fact]
    public void Services_share_a_pull_and_not_a_build()
    {
        var (image, project) = (new ContainerImage("i"), new ProjectSpec("p", "/p", [], [], []));
        Assert.Equal(new ImageWish(image, project, "a").Key, new ImageWish(image with { }, project with { Name = "q" }, "b").Key);
        var built = image with { Build = new ImageBuild("/c") };
        Assert.NotEqual(new ImageWish(built, project, "a").Key, new ImageWish(built, project, "b").Key);
        Assert.NotEqual(
            new ImageWish(built, project, "a").Key, new ImageWish(built with { Build = new ImageBuild("/d") }, project, "a").Key);
    }
}
