using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Pilot.Keeping;
using Dxflow.Runtimes.Process.Wrapper;
using Xunit;

namespace Dxflow.Tests.Runtimes.Pilot.Keeping;

public sealed class PilotVerdictTests
{
    private static readonly AttemptId Id = new("run", 0, 1, 1);
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Witness Begun = new(HasBegun: true, Job: "0011223344556677");
    private static readonly JobView TimeOut = new("k", 0, "7", JobPhase.Ended, JobEnd.TimeLimit, "TIMEOUT");

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(139)]
    public void An_exit_of_its_own_is_the_truth_whatever_became_of_the_pilot(int code)
    {
        var files = Begun with { Exit = new ExitFile(code, At) };
        Assert.Equal((TaskState.Exited, code), Told(files, null));
        Assert.Equal((TaskState.Exited, code), Told(files, TimeOut));
    }

    [Theory]
    [InlineData(143)]
    [InlineData(137)]
    public void What_the_end_of_a_job_kills_is_lost_and_not_failed(int code)
    {
        var files = Begun with { Exit = new ExitFile(code, At) };
        Assert.Equal(VerdictKind.Wait, PilotVerdict.Of(Id, files, null, Around()).Kind);
        var report = PilotVerdict.Of(Id, files, TimeOut, Around()).Report!;
        Assert.Equal((TaskState.Lost, FailureReason.Lost), (report.State, report.Reason));
        Assert.Contains("TIMEOUT", report.Detail);
    }

    [Fact]
    public void What_was_told_to_end_has_ended_by_that() =>
        Assert.Equal((TaskState.Exited, 143), Told(Begun with { Exit = new ExitFile(143, At) }, null, isStopped: true));

    [Fact]
    public void Without_an_exit_it_is_lost_only_when_the_job_is_over_and_files_had_their_time()
    {
        Assert.Equal(VerdictKind.Wait, PilotVerdict.Of(Id, Begun, null, Around(seconds: 1000)).Kind);
        Assert.Equal(VerdictKind.Wait, PilotVerdict.Of(Id, Begun, TimeOut, Around(seconds: 1)).Kind);
        var report = PilotVerdict.Of(Id, Begun, TimeOut, Around(seconds: 3)).Report!;
        Assert.Equal((TaskState.Lost, FailureReason.Lost), (report.State, report.Reason));
    }

    private static (TaskState State, int Exit) Told(Witness files, JobView? over, bool isStopped = false)
    {
        var report = PilotVerdict.Of(Id, files, over, Around(isStopped)).Report!;
        Assert.Equal(FailureReason.None, report.Reason);
        return (report.State, report.Exit!.Value);
    }

    private static Circumstances Around(bool isStopped = false, double seconds = 0) =>
        new(isStopped, TimeSpan.FromSeconds(seconds), "Slurm");
}
