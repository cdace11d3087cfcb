using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Null;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Runtimes.Null;

public sealed class NullRuntimeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ManualTime time = new();

    [Fact]
    public async Task Tasks_end_at_once_and_in_order()
    {
        await using var runtime = new NullRuntime(time);
        var reports = await runtime.StartAsync([Spec(0), Spec(1), Spec(2)], CancellationToken.None);
        Assert.Equal([0, 1, 2], reports.Select(report => report.Id.Slice));
        Assert.All(reports, report => Assert.Equal((TaskState.Exited, 0), (report.State, report.Exit)));
    }

    [Fact]
    public async Task With_a_duration_tasks_run_until_it_is_over()
    {
        await using var runtime = new NullRuntime(time, TimeSpan.FromHours(1));
        var started = Assert.Single(await runtime.StartAsync([Spec(0)], CancellationToken.None));
        Assert.Equal(TaskState.Running, started.State);
        Assert.Equal(TaskState.Running, (await runtime.FindAsync([Spec(0).Ref], CancellationToken.None))[0].State);
        time.Advance(TimeSpan.FromHours(1));
        var ended = await NextAsync(runtime);
        Assert.Equal((TaskState.Exited, 0, TimeSpan.FromHours(1)), (ended.State, ended.Exit, ended.EndedAt - ended.StartedAt));
        Assert.Equal(TaskState.NotStarted, (await runtime.FindAsync([Spec(0).Ref], CancellationToken.None))[0].State);
    }

    [Fact]
    public async Task A_stopped_task_ends_by_the_signal_and_only_once()
    {
        await using var runtime = new NullRuntime(time, TimeSpan.FromHours(1));
        await runtime.StartAsync([Spec(0), Spec(1)], CancellationToken.None);
        await runtime.StopAsync([new StopRequest(Spec(0).Ref, "SIGTERM", Patience)], CancellationToken.None);
        var stopped = await NextAsync(runtime);
        Assert.Equal((0, 143, 15), (stopped.Id.Slice, stopped.Exit, stopped.Signal));
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, (await NextAsync(runtime)).Id.Slice);
    }

    [Fact]
    public async Task It_runs_nothing_so_it_shows_nothing()
    {
        await using var runtime = new NullRuntime(time, TimeSpan.FromHours(1));
        await runtime.StartAsync([Spec(0)], CancellationToken.None);
        Assert.Empty(await runtime.LogsAsync(Spec(0).Ref, new LogQuery(), CancellationToken.None).ToListAsync());
        Assert.Equal([null], await runtime.StatsAsync([Spec(0).Ref], CancellationToken.None));
        await Assert.ThrowsAsync<Fault>(() => runtime.ExecAsync(Spec(0).Ref, new ExecSpec(["true"]), CancellationToken.None));
        await runtime.ForgetAsync([Spec(0).Ref], CancellationToken.None);
    }

    private static TaskSpec Spec(int slice) => new(
        new AttemptId("r", 0, slice, 1), "name", "/none", "/none", ["true"], new Dictionary<string, string>(), new TaskLimits());

    private static async Task<TaskReport> NextAsync(NullRuntime runtime)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var batch in runtime.WatchAsync(patience.Token))
        {
            return Assert.Single(batch);
        }

        throw new InvalidOperationException("no report");
    }
}
