using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Keeping;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch.Keeping;

public sealed class QueueListTests
{
    [Fact]
    public void A_task_is_found_by_its_key_and_its_place()
    {
        var list = new QueueList(0, [View("ab", 0, "1_0"), View("ab", 1, "1_1"), View("cd", 0, "2")]);
        Assert.Equal("1_1", list.Find("ab", 1, null)!.Job);
        Assert.Equal("2", list.Find("cd", 0, null)!.Job);
        Assert.Null(list.Find("ab", 2, null));
    }

    [Fact]
    public void Of_two_submissions_the_one_that_took_the_token_counts_else_the_one_that_lives()
    {
        var list = new QueueList(0, [View("ab", 0, "1", JobPhase.Ended), View("ab", 0, "2", JobPhase.Running)]);
        Assert.Equal("2", list.Find("ab", 0, null)!.Job);
        Assert.Equal("1", list.Find("ab", 0, "1")!.Job);
        Assert.Equal("2", list.Find("ab", 0, "9")!.Job);
    }

    [Fact]
    public void What_is_told_of_an_array_holds_for_the_elements_that_are_not_listed()
    {
        var list = new QueueList(0, [View("ab", JobView.Rest, "1", JobPhase.Ended), View("ab", 2, "1_2", JobPhase.Running)]);
        Assert.Equal(JobPhase.Ended, list.Find("ab", 7, "1_7")!.Phase);
        Assert.Equal(JobPhase.Running, list.Find("ab", 2, "1_2")!.Phase);
        Assert.Null(list.Find("cd", 7, "1_7"));
    }

    [Fact]
    public void An_element_that_is_gone_from_an_array_that_waits_on_was_taken_out_of_it()
    {
        var gone = new JobView("", 0, "1_7", JobPhase.Gone);
        var list = new QueueList(0, [View("ab", 2, "1_2"), View("cd", 0, "3", JobPhase.Running)]);
        Assert.Equal((JobPhase.Ended, JobEnd.Cancelled), (Seen("ab").Phase, Seen("ab").End));
        Assert.Equal(gone, Seen("cd"));
        Assert.Equal(gone, Seen("ab", view: null));
        Assert.Equal(gone, Seen("ab", begunAt: 5));
        Assert.Equal(View("ab", 7, "1_7"), list.TakenOut(Task("ab", JobPhase.Waiting, null), View("ab", 7, "1_7")));

        JobView Seen(string key, JobPhase? view = JobPhase.Waiting, long? begunAt = null) => list.TakenOut(Task(key, view, begunAt), gone);
    }

    private static BatchTask Task(string key, JobPhase? view, long? begunAt) =>
        new(new TaskRef(new AttemptId("0123456789abcdef", 0, 7, 1), "/a"), "a", new TaskAsk(), "a")
        {
            Key = key,
            Index = 7,
            BegunAt = begunAt,
            View = view is { } phase ? View(key, 7, "1_7", phase) : null,
        };

    private static JobView View(string key, int index, string job, JobPhase phase = JobPhase.Waiting) => new(key, index, job, phase);
}
