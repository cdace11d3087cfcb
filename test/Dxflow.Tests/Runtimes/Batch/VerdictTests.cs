using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Process.Wrapper;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch;

public sealed class VerdictTests
{
    private static readonly AttemptId Id = new("0123456789abcdef", 0, 0, 1);
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Witness Begun = new(HasBegun: true, StartedAt: At);

    [Fact]
    public void A_code_that_the_wrapper_saw_is_the_truth_whatever_the_scheduler_says()
    {
        foreach (var job in new[] { null, Job(JobPhase.Waiting), Ended(JobEnd.Displaced), Ended(JobEnd.TimeLimit), Job(JobPhase.Gone) })
        {
            var report = Report(Exited(3), job);
            Assert.Equal((TaskState.Exited, 3, FailureReason.None), (report.State, report.Exit!.Value, report.Reason));
        }
    }

    [Fact]
    public void A_death_by_signal_waits_until_the_scheduler_can_say_why()
    {
        Assert.Equal(VerdictKind.Wait, Of(Exited(137), Job(JobPhase.Running)).Kind);
        Assert.Equal(VerdictKind.Wait, Of(Exited(137), null, TimeSpan.FromSeconds(5)).Kind);
        Assert.Equal(FailureReason.OutOfMemory, Report(Exited(137), Ended(JobEnd.OutOfMemory)).Reason);
        Assert.Equal(FailureReason.TimeoutRun, Report(Exited(143), Ended(JobEnd.TimeLimit)).Reason);
        Assert.Equal(FailureReason.None, Report(Exited(143), Ended(JobEnd.Over)).Reason);
        var cancelled = Report(Exited(143), Ended(JobEnd.Cancelled, "CANCELLED"));
        Assert.Equal((15, "job 7 ended as CANCELLED"), (cancelled.Signal!.Value, cancelled.Detail));
    }

    [Fact]
    public void A_code_of_its_own_after_all_of_the_job_was_told_to_end_is_no_end_of_its_own()
    {
        var told = Exited(7) with { IsTold = true };
        Assert.Equal(VerdictKind.Wait, Of(told, Job(JobPhase.Running)).Kind);
        var report = Report(told, Ended(JobEnd.TimeLimit, "TIMEOUT"));
        Assert.Equal((7, FailureReason.TimeoutRun, "job 7 ended as TIMEOUT"), (report.Exit!.Value, report.Reason, report.Detail));
        Assert.Equal(FailureReason.Lost, Report(told, Ended(JobEnd.Displaced)).Reason);
        Assert.Equal("job 7 ended as CANCELLED", Report(told, Ended(JobEnd.Cancelled, "CANCELLED")).Detail);
        Assert.Equal(FailureReason.None, Report(told, Ended(JobEnd.Over)).Reason);
        Assert.Equal(0, Report(Exited(0) with { IsTold = true }, Job(JobPhase.Running)).Exit);
        Assert.Equal(FailureReason.None, Of(told, Job(JobPhase.Running), stopped: true).Report!.Reason);
    }

    [Fact]
    public void What_its_control_group_killed_for_memory_waits_for_nobody()
    {
        var report = Report(Exited(137) with { IsOutOfMemory = true }, Job(JobPhase.Running));
        Assert.Equal((TaskState.Exited, 9, FailureReason.OutOfMemory), (report.State, report.Signal!.Value, report.Reason));
        var stopped = Of(Exited(137) with { IsOutOfMemory = true }, Job(JobPhase.Running), stopped: true).Report!;
        Assert.Equal(FailureReason.None, stopped.Reason);
    }

    [Fact]
    public void A_scheduler_that_stays_silent_holds_up_no_end_for_ever() =>
        Assert.Equal(137, Of(Exited(137), null, Verdict.CauseLateMax + TimeSpan.FromSeconds(1)).Report!.Exit);

    [Fact]
    public void Whoever_told_a_task_to_end_knows_why_it_did() =>
        Assert.Equal(143, Of(Exited(143), Job(JobPhase.Running), stopped: true).Report!.Exit);

    [Fact]
    public void A_program_that_was_refused_never_started()
    {
        var report = Report(Exited(127) with { Refused = "it is not there" }, null);
        Assert.Equal((TaskState.NotStarted, FailureReason.Start, "it is not there"), (report.State, report.Reason, report.Detail));
    }

    [Fact]
    public void Nothing_is_concluded_from_silence()
    {
        Assert.Equal(VerdictKind.Wait, Of(new Witness(), null, TimeSpan.FromDays(1)).Kind);
        Assert.Equal(VerdictKind.Wait, Of(Begun, null, TimeSpan.FromDays(1)).Kind);
        Assert.Equal(VerdictKind.Wait, Of(Begun, Job(JobPhase.Ending), TimeSpan.FromDays(1)).Kind);
    }

    [Theory]
    [InlineData("Cancelled", "Start")]
    [InlineData("TimeLimit", "SiteLimit")]
    [InlineData("Impossible", "SiteLimit")]
    [InlineData("Displaced", "Lost")]
    [InlineData("Over", "Start")]
    public void What_ended_before_it_began_is_abandoned_and_then_never_started(string end, string reason)
    {
        var verdict = Of(new Witness(), Ended(Enum.Parse<JobEnd>(end)));
        Assert.Equal(VerdictKind.Abandon, verdict.Kind);
        Assert.Equal((TaskState.NotStarted, reason), (verdict.Report!.State, verdict.Report.Reason.ToString()));
    }

    [Fact]
    public void What_its_jobs_shell_said_last_tells_why_a_task_did_not_begin()
    {
        Assert.Contains("the node has to see the work directory", Of(new Witness(), Ended(JobEnd.Over)).Report!.Detail);
        var heard = new Witness(LastWords: "module: not found");
        Assert.EndsWith("before the task began, with the words: module: not found", Of(heard, Ended(JobEnd.Over)).Report!.Detail);
        Assert.DoesNotContain("module", Of(heard, Ended(JobEnd.Cancelled)).Report!.Detail);
    }

    [Fact]
    public void A_job_that_is_forgotten_and_never_began_is_lost_and_can_be_tried_again() =>
        Assert.Equal(FailureReason.Lost, Of(new Witness(), Job(JobPhase.Gone)).Report!.Reason);

    [Theory]
    [InlineData("Displaced", "Lost", "Lost")]
    [InlineData("Over", "Lost", "Lost")]
    [InlineData("TimeLimit", "Exited", "TimeoutRun")]
    [InlineData("OutOfMemory", "Exited", "OutOfMemory")]
    [InlineData("Cancelled", "Exited", "None")]
    public void What_the_wrapper_did_not_live_to_see_is_the_schedulers_word(string end, string state, string reason)
    {
        var job = Ended(Enum.Parse<JobEnd>(end), "WORD");
        Assert.Equal(VerdictKind.Wait, Of(Begun, job, TimeSpan.Zero).Kind);
        var report = Report(Begun, job);
        Assert.Equal((state, reason), (report.State.ToString(), report.Reason.ToString()));
        Assert.Contains("WORD", report.Detail);
    }

    [Fact]
    public void What_was_killed_on_our_word_died_by_it()
    {
        var report = Of(Begun, Ended(JobEnd.Over), Verdict.FilesLateMax, stopped: true).Report!;
        Assert.Equal(
            (TaskState.Exited, 137, 9, FailureReason.None), (report.State, report.Exit!.Value, report.Signal!.Value, report.Reason));
    }

    [Fact]
    public void An_attempt_that_was_abandoned_stays_so() =>
        Assert.Equal(TaskState.NotStarted, Report(new Witness(IsAbandoned: true), Job(JobPhase.Running)).State);

    private static Witness Exited(int code) => Begun with { Exit = new ExitFile(code, At) };

    private static JobView Job(JobPhase phase) => new("ab", 0, "7", phase);

    private static JobView Ended(JobEnd end, string said = "") => new("ab", 0, "7", JobPhase.Ended, end, said);

    private static TaskReport Report(Witness files, JobView? job)
    {
        var verdict = Of(files, job, Verdict.FilesLateMax);
        Assert.Equal(VerdictKind.Report, verdict.Kind);
        return verdict.Report!;
    }

    private static Verdict Of(Witness files, JobView? job, TimeSpan known = default, bool stopped = false) =>
        Verdict.Of(Id, files, job, new Circumstances(stopped, known, "Slurm"));
}
