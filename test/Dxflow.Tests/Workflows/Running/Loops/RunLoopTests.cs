using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Tests.Storage;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Running.Owed;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Loops;

public sealed class RunLoopTests
{
    [Fact]
    public async Task A_run_goes_to_its_end_and_is_done_when_all_is_forgotten()
    {
        await using var fixture = new LoopFixture();
        fixture.Serve();
        await using var run = await fixture.CreateAsync(Job([.. Enumerable.Range(0, 100).Select(step => Step($"s{step}"))]));
        await run.Completion.WaitAsync(CommitterFixture.Patience);
        Assert.Equal(RunStatus.Succeeded, await run.AskAsync(state => state.Status));
        Assert.Equal(0, (await fixture.Slots.AskAsync()).CpusBooked);
    }

    [Fact]
    public async Task A_run_is_acknowledged_when_it_is_durable()
    {
        await using var fixture = new LoopFixture();
        fixture.Storage.HoldSyncs();
        var creating = fixture.CreateAsync(Job(Step("a")));
        await fixture.Storage.SyncsBegunAsync();
        Assert.False(creating.IsCompleted);
        fixture.Storage.LetSyncs();
        await using var run = await creating.WaitAsync(CommitterFixture.Patience);
    }

    [Fact]
    public async Task A_start_waits_until_its_grant_is_durable_and_deciding_does_not()
    {
        await using var fixture = new LoopFixture();
        var journal = fixture.Storage.Open();
        fixture.Storage.HoldSyncs();
        var creating = fixture.CreateAsync(Job(Step("a")), journal);
        await fixture.Storage.SyncsBegunAsync();

        // The grant is decided while the first sync is still going on.
        while (journal.LastSequence < 4)
        {
            await Task.Yield();
        }

        Assert.False(fixture.HasCommands);
        fixture.Storage.LetSyncs();
        await using var run = await creating;
        await fixture.TakeAsync(CommandKind.Start);
        Assert.True(journal.CommittedSequence >= 4);
    }

    [Fact]
    public async Task A_start_whose_grant_is_durable_does_not_wait_for_the_end_that_makes_room_for_it()
    {
        await using var fixture = new LoopFixture(cpus: 1);
        var journal = fixture.Storage.Open();
        await using var run = await fixture.CreateAsync(Job(Step("a"), Step("b")), journal);
        var first = await fixture.TakeAsync(CommandKind.Start);
        run.Post(LoopFixture.Report(first.Id, TaskState.Running, ReportSource.Start));

        // The other was granted ahead, and that is durable.
        await run.AskAsync(_ => true);
        var durable = journal.CommittedSequence;
        fixture.Storage.HoldSyncs();
        run.Post(LoopFixture.Report(first.Id, TaskState.Exited));
        var second = await fixture.TakeAsync(CommandKind.Start);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(durable, journal.CommittedSequence);
        Assert.False(fixture.HasCommands);
        fixture.Storage.LetSyncs();
        await fixture.TakeAsync(CommandKind.Forget);
    }

    [Fact]
    public async Task Who_carries_out_a_command_is_answered_without_waiting_for_the_disk()
    {
        await using var fixture = new LoopFixture();
        await using var run = await fixture.CreateAsync(Job(Step("a")));
        var start = await fixture.TakeAsync(CommandKind.Start);
        fixture.Storage.HoldSyncs();
        run.Post(LoopFixture.Report(start.Id, TaskState.Running, ReportSource.Start));
        Assert.Equal(UnitStatus.Running, await run.PeekAsync(state => state.Steps[0].Status).WaitAsync(CommitterFixture.Patience));
        await Assert.ThrowsAsync<DivideByZeroException>(() => run.PeekAsync<int>(_ => throw new DivideByZeroException()));
        fixture.Storage.LetSyncs();
    }

    [Fact]
    public async Task A_question_is_answered_when_what_it_saw_is_durable()
    {
        await using var fixture = new LoopFixture();
        await using var run = await fixture.CreateAsync(Job(Step("a")));
        var start = await fixture.TakeAsync(CommandKind.Start);
        fixture.Storage.HoldSyncs();
        run.Post(LoopFixture.Report(start.Id, TaskState.Running, ReportSource.Start));
        var asking = run.AskAsync(state => state.Steps[0].Status);
        await fixture.Storage.SyncsBegunAsync();
        Assert.False(asking.IsCompleted);
        fixture.Storage.LetSyncs();
        Assert.Equal(UnitStatus.Running, await asking.WaitAsync(CommitterFixture.Patience));
    }

    [Fact]
    public async Task A_question_that_fails_fails_its_asker_alone()
    {
        await using var fixture = new LoopFixture();
        await using var run = await fixture.CreateAsync(Job(Step("a")));
        await Assert.ThrowsAsync<DivideByZeroException>(() => run.AskAsync<int>(_ => throw new DivideByZeroException()));
        Assert.Equal(RunStatus.Running, await run.AskAsync(state => state.Status));
    }

    [Fact]
    public async Task A_cancel_is_answered_with_its_place_in_the_journal()
    {
        await using var fixture = new LoopFixture();
        await using var run = await fixture.CreateAsync(Job(Step("a")));
        var start = await fixture.TakeAsync(CommandKind.Start);
        run.Post(LoopFixture.Report(start.Id, TaskState.Running, ReportSource.Start));
        Assert.True(await run.ChangeAsync(new CancelRun(CancelMode.Stop, "ann")) > 4);
        await fixture.TakeAsync(CommandKind.Stop);
        run.Post(new StopsAnswered([start.Id]));
        run.Post(LoopFixture.Report(start.Id, TaskState.Exited));
        var forget = await fixture.TakeAsync(CommandKind.Forget);
        Assert.False(run.Completion.IsCompleted);
        run.Post(new TasksForgotten([forget.Id]));
        await run.Completion.WaitAsync(CommitterFixture.Patience);
        var refused = await Assert.ThrowsAsync<Fault>(() => run.ChangeAsync(new CancelRun(CancelMode.Kill)));
        Assert.Equal(FaultKind.Conflict, refused.Info.Code);
    }

    [Fact]
    public async Task A_deadline_fires_by_the_clock()
    {
        await using var fixture = new LoopFixture();
        await using var run = await fixture.CreateAsync(Job(Step("a").Limits(runSeconds: 7200)));
        var start = await fixture.TakeAsync(CommandKind.Start);
        run.Post(LoopFixture.Report(start.Id, TaskState.Running, ReportSource.Start));
        await run.AskAsync(_ => true);

        // In two steps, as the timer is never set further than an hour ahead.
        fixture.Storage.Time.Advance(TimeSpan.FromHours(1));
        await run.AskAsync(_ => true);
        Assert.False(fixture.HasCommands);
        fixture.Storage.Time.Advance(TimeSpan.FromHours(1));
        await fixture.TakeAsync(CommandKind.Stop);
    }

    [Fact]
    public async Task A_full_disk_refuses_changes_and_keeps_what_happened_and_a_stop_waits_for_room()
    {
        await using var fixture = new LoopFixture();
        await using var run = await fixture.CreateAsync(Job(Step("a"), Step("b", After(0))));
        var start = await fixture.TakeAsync(CommandKind.Start);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Storage.Committer.FullChanged = isFull => _ = isFull && full.TrySetResult();
        fixture.Storage.Disk.CapacityBytes = 0;
        run.Post(new TasksReported([new TaskReport(start.Id, TaskState.Exited, 0, Detail: new string('x', 1 << 20))], ReportSource.Start));
        await full.Task.WaitAsync(CommitterFixture.Patience);
        var refused = await Assert.ThrowsAsync<Fault>(() => run.ChangeAsync(new RuntimeReconnected("null")));
        Assert.Equal(FaultKind.Exhausted, refused.Info.Code);
        await Assert.ThrowsAsync<Fault>(() => run.AskAsync(state => state.Status));
        var stop = run.ChangeAsync(new CancelRun(CancelMode.Stop));
        Assert.False(stop.IsCompleted);
        fixture.Storage.Disk.CapacityBytes = null;
        fixture.Storage.Time.Advance(TimeSpan.FromSeconds(5));
        await stop.WaitAsync(CommitterFixture.Patience);
        await fixture.TakeAsync(CommandKind.Forget);
        Assert.Equal(UnitStatus.Succeeded, await run.AskAsync(state => state.Steps[0].Status));
    }

    [Fact]
    public async Task The_next_engine_finds_what_runs_and_goes_on()
    {
        var plan = Job(Step("a"), Step("b", After(0)));
        await using var fixture = new LoopFixture();
        await using (var run = await fixture.CreateAsync(plan))
        {
            var start = await fixture.TakeAsync(CommandKind.Start);
            run.Post(LoopFixture.Report(start.Id, TaskState.Running, ReportSource.Start));
            await run.AskAsync(_ => true);
        }

        fixture.Storage.Disk.Restart();
        await using var storage = new CommitterFixture();
        await using var next = fixture.Recover(plan, storage);
        var find = await fixture.TakeAsync(CommandKind.Find);
        Assert.Equal(new AttemptId(LoopFixture.Run, 0, 0, 1), find.Id);
        Assert.Equal(1, (await fixture.Slots.AskAsync()).CpusBooked);
        next.Post(LoopFixture.Report(find.Id, TaskState.Exited, ReportSource.Find));
        await fixture.TakeAsync(CommandKind.Forget);
        await fixture.TakeAsync(CommandKind.Start);
    }

    [Fact]
    public async Task After_the_stop_nothing_is_started_and_nobody_is_left_waiting()
    {
        await using var fixture = new LoopFixture();
        var run = await fixture.CreateAsync(Job(Step("a"), Step("b", After(0))));
        var start = await fixture.TakeAsync(CommandKind.Start);
        fixture.Storage.HoldSyncs();
        run.Post(LoopFixture.Report(start.Id, TaskState.Exited, ReportSource.Start));
        await fixture.Storage.SyncsBegunAsync();
        var stopping = run.DisposeAsync();
        var refused = await Assert.ThrowsAsync<Fault>(() => run.AskAsync(_ => true));
        Assert.Equal(FaultKind.Unavailable, refused.Info.Code);
        fixture.Storage.LetSyncs();
        await stopping.AsTask().WaitAsync(CommitterFixture.Patience);
        Assert.False(fixture.HasCommands);
    }

    [Fact]
    public async Task A_disk_that_stays_full_does_not_hold_up_the_stop()
    {
        await using var fixture = new LoopFixture();
        var run = await fixture.CreateAsync(Job(Step("a")));
        await fixture.TakeAsync(CommandKind.Start);
        fixture.Storage.HoldSyncs();
        var changing = run.ChangeAsync(new CancelRun(CancelMode.Stop));
        await fixture.Storage.SyncsBegunAsync();
        var stopping = run.DisposeAsync().AsTask();
        fixture.Storage.Time.Advance(TimeSpan.FromSeconds(5));
        await stopping.WaitAsync(CommitterFixture.Patience);
        await Assert.ThrowsAsync<Fault>(() => changing);
    }

    [Fact]
    public async Task A_bug_ends_the_loop_and_says_so()
    {
        var at = new LoopFixture();
        await using var fixture = new LoopFixture
        {
            Ports = at.Ports with { Ask = new Answers { When = (_, _, _) => throw new InvalidOperationException("a bug") } },
        };
        await at.DisposeAsync();
        await Assert.ThrowsAsync<Fault>(() => fixture.CreateAsync(Job(Step("a").When())));
    }

    [Fact]
    public async Task Too_many_askers_are_refused()
    {
        await using var fixture = new LoopFixture();
        await using var run = await fixture.CreateAsync(Job(Step("a")));
        await fixture.TakeAsync(CommandKind.Start);
        fixture.Storage.HoldSyncs();
        var asked = new List<Task> { run.ChangeAsync(new CancelRun(CancelMode.Stop)) };
        asked.AddRange(Enumerable.Range(0, RunLoop.AskersMax - 1).Select(_ => run.AskAsync(_ => true)));
        var refused = await Assert.ThrowsAsync<Fault>(() => run.AskAsync(_ => true));
        Assert.Equal(FaultKind.Exhausted, refused.Info.Code);
        fixture.Storage.LetSyncs();
        await Task.WhenAll(asked).WaitAsync(CommitterFixture.Patience);
        Assert.True(await run.AskAsync(_ => true));
    }
}
