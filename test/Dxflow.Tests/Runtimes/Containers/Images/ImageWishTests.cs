using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Images;

public sealed class ImageWishTests
{
    [Fact]
    public void A_container_that_is_started_again_asks_for_nothing_newer()
    {
        Assert.Equal(PullPolicy.Always, Wish(1, PullPolicy.Always).Image.Pull);
        Assert.Equal(PullPolicy.Missing, Wish(2, PullPolicy.Always).Image.Pull);
        Assert.Equal(PullPolicy.Missing, Wish(2, PullPolicy.Build).Image.Pull);
        Assert.Equal(PullPolicy.Never, Wish(2, PullPolicy.Never).Image.Pull);
    }

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

    private static ImageWish Wish(int attempt, PullPolicy pull) => ImageWish.Of(new TaskSpec(
        new AttemptId("r", 0, 0, attempt), "a", "/a", "", [], new Dictionary<string, string>(), new TaskLimits(),
        new ContainerTask(
            new ContainerSpec(new ContainerImage("i", pull)), new ProjectSpec("p", "/p", [], [], []), "p-a-1", "a", 1,
            new Dictionary<string, string>(), [], Kept: true)));
}
