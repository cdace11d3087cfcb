using Dxflow.Runtimes;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Runs.Images;
using Dxflow.Workflows.Views;
using Xunit;

namespace Dxflow.Tests.Workflows.Runs.Images;

public sealed class ImageNewsTests
{
    private readonly List<TaskProgress> now = [];
    private readonly ImageNews news;

    public ImageNewsTests() => news = new ImageNews(() => now, new StepNames(Plans.Up(Plans.Service("db"), Plans.Service("web"))));

    [Fact]
    public void Only_what_has_changed_is_told_and_the_same_again_after_it_was_gone()
    {
        Assert.Null(news.Next());
        now.AddRange([Of(1, "pulling", "1 of 2 layers"), Of(0, "building", "")]);
        Assert.Equal([now[1], now[0]], news.Next());
        Assert.Null(news.Next());
        now[0] = Of(1, "pulling", "2 of 2 layers");
        Assert.Equal([now[0]], news.Next());
        now.RemoveAt(0);
        Assert.Null(news.Next());
        now.Add(Of(1, "pulling", "2 of 2 layers"));
        Assert.Equal([now[1]], news.Next());
    }

    [Fact]
    public void What_is_not_known_yet_is_not_told_and_of_very_many_some()
    {
        now.Add(Of(2, "pulling", "of a step whose beginning was not read so far"));
        Assert.Null(news.Next());
        now.AddRange(Enumerable.Range(0, ImageNews.AtOnceMax + 1).Select(slice => Of(0, "pulling", "x", slice)));
        Assert.Equal(ImageNews.AtOnceMax, news.Next()!.Count);
    }

    [Fact]
    public void An_event_has_the_number_before_it_and_no_secret()
    {
        var at = DateTimeOffset.UnixEpoch;
        var told = news.Event(Of(1, "building", "[1/2] RUN echo hunter2"), 7, at, new SecretMask(["hunter2"]));
        Assert.Equal((7, "progress", "web", "building"), (told.Sequence, told.Event, told.Step, told.State));
        Assert.Equal("[1/2] RUN echo ***", told.Detail);
        Assert.Null(news.Event(Of(1, "pulling", ""), 7, at, SecretMask.None).Detail);
    }

    private static TaskProgress Of(int step, string state, string text, int slice = 0) =>
        new(new AttemptId("r", step, slice, 1), state, text);
}
