using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Images;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Images;

public sealed class ImageProgressTests
{
    private readonly ImageProgress progress = new();

    [Fact]
    public void A_pull_counts_layers_and_bytes()
    {
        Assert.Equal(("pulling", ""), progress.Now);
        progress.Tell(new ProgressLine("latest", "Pulling from library/web"));
        Assert.Equal(("pulling", ""), progress.Now);
        progress.Tell(new ProgressLine("a", "Pulling fs layer"));
        progress.Tell(new ProgressLine("b", "Already exists"));
        progress.Tell(new ProgressLine(Status: "Status: nothing with an id"));
        Assert.Equal(("pulling", "1 of 2 layers"), progress.Now);
        progress.Tell(new ProgressLine("a", "Downloading", ProgressDetail: new ProgressDetail(512, 2048)));
        Assert.Equal(("pulling", "1 of 2 layers, 512B of 2KiB"), progress.Now);
        progress.Tell(new ProgressLine("a", "Download complete"));
        Assert.Equal(("pulling", "2 of 2 layers, 2KiB of 2KiB"), progress.Now);
        progress.Tell(new ProgressLine("a", "Extracting", ProgressDetail: new ProgressDetail(1, 2)));
        progress.Tell(new ProgressLine("a", "Pull complete"));
        Assert.Equal(("pulling", "2 of 2 layers, 2KiB of 2KiB"), progress.Now);
    }

    [Theory]
    [InlineData("Step 2/5 : RUN make\n", "Step 2/5 : RUN make")]
    [InlineData("[2/5] RUN make\n", "[2/5] RUN make")]
    [InlineData("STEP 2/5: RUN make\nhello\n", "STEP 2/5: RUN make")]
    [InlineData("[internal] load build definition from Dockerfile", "[internal] load build definition from Dockerfile")]
    public void A_build_is_at_its_last_step_whoever_builds(string said, string step)
    {
        progress.Build();
        Assert.Equal(("building", ""), progress.Now);
        progress.Tell(new ProgressLine(Stream: said));
        progress.Tell(new ProgressLine(Stream: "what the step wrote\n"));
        progress.Tell(new ProgressLine("layer", "Downloading", ProgressDetail: new ProgressDetail(1, 2)));
        Assert.Equal(("building", step), progress.Now);
    }

    [Fact]
    public void What_has_no_bound_is_bounded()
    {
        for (var layer = 0; layer <= ImageProgress.LayersMax; layer++)
        {
            progress.Tell(new ProgressLine($"{layer}", "Downloading", ProgressDetail: new ProgressDetail(2, 1)));
        }

        Assert.StartsWith($"0 of {ImageProgress.LayersMax} layers, 1000B of 1000B", progress.Now.Text, StringComparison.Ordinal);
        progress.Build();
        progress.Tell(new ProgressLine(Stream: "Step 1/1 : " + new string('x', 1_000_000)));
        Assert.Equal(ImageProgress.TextCharactersMax + 1, progress.Now.Text.Length);
    }
}
