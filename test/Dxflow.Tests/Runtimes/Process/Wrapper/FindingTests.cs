using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Process.Wrapper;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Process.Wrapper;

/// <summary>Every state in which a crash can leave an attempt's directory, and what is made of it.</summary>
public sealed class FindingTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Without_a_token_the_attempt_is_made_unable_to_run()
    {
        Assert.Equal(TaskState.NotStarted, Report().State);
        Assert.True(StartToken.Read(directory.Path)!.IsAbandoned);
        Assert.Equal(TaskState.NotStarted, Report().State);
    }

    [Fact]
    public void Without_a_directory_it_never_ran() => Assert.True(Finding.Of(new TaskRef(Task.Id, "/no/such/directory")).NeverRan);

    [Fact]
    public void An_exit_is_the_truth_whatever_became_of_the_wrapper()
    {
        Token(ProcessIdentity.Of(Environment.ProcessId)!.Value);
        Write("exit", "3\n");
        var report = Report();
        Assert.Equal((TaskState.Exited, 3, null, FailureReason.None), (report.State, report.Exit, report.Signal, report.Reason));
        Assert.NotNull(report.StartedAt);
        Assert.NotNull(report.EndedAt);
    }

    [Fact]
    public void A_refused_program_never_started_and_one_with_the_same_code_did()
    {
        Token(Dead());
        Write("exit", "127\n");
        Assert.Equal(TaskState.Exited, Report().State);
        Write("refused", "127\n");
        Assert.Equal((TaskState.NotStarted, FailureReason.Start), (Report().State, Report().Reason));
        Assert.NotNull(Report().Detail);
    }

    [Fact]
    public void A_living_wrapper_is_found_running()
    {
        Token(ProcessIdentity.Of(Environment.ProcessId)!.Value);
        var finding = Finding.Of(Task);
        Assert.Equal(Environment.ProcessId, finding.Wrapper);
        Assert.NotNull(finding.Running);
        finding.Running.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("13")]
    public void A_dead_wrapper_without_a_complete_exit_is_a_lost_task(string? exit)
    {
        Token(Dead());
        if (exit is not null)
        {
            Write("exit", exit);
        }

        Assert.Equal((TaskState.Lost, FailureReason.Lost), (Report().State, Report().Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("boot/1 42 (sh) S 10")]
    public void A_token_that_was_cut_off_may_have_been_followed_by_the_task(string token)
    {
        Write("started", token);
        Assert.Equal(TaskState.Lost, Report().State);
        Write("exit", "0\n");
        Assert.Equal(TaskState.Exited, Report().State);
    }

    [Fact]
    public void What_cannot_be_read_is_a_fault_and_no_verdict()
    {
        Directory.CreateDirectory(directory.File("started"));
        var fault = Assert.Throws<Fault>(() => Finding.Of(Task));
        Assert.Equal(FaultKind.Unavailable, fault.Info.Code);
        Assert.Contains(Task.Id.ToString(), fault.Message);
    }

    [Fact]
    public void Of_a_task_that_has_just_ended_the_exit_is_enough()
    {
        Write("exit", "0\n");
        Assert.Equal(0, Finding.OfEnded(Task, new(), null).Exit!.Value.Code);
    }

    private TaskRef Task => new(new AttemptId("r", 0, 0, 1), directory.Path);

    private TaskReport Report() => Finding.Of(Task).Report(Task);

    private static ProcessIdentity Dead() => ProcessIdentity.Of(Environment.ProcessId)!.Value with { StartTicks = 1 };

    private void Token(ProcessIdentity wrapper) => Write(
        "started",
        $"{wrapper.Place} {wrapper.Pid} (sh) S 1 1 1 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 {wrapper.StartTicks} 1 1 1\n\n");

    private void Write(string name, string content) => File.WriteAllText(directory.File(name), content);
}
