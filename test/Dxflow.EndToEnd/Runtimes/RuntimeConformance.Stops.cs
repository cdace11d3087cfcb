using Dxflow.Runtimes;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

public abstract partial class RuntimeConformance
{
    [Fact]
    public async Task Stop_sends_the_signal_and_the_task_may_end_as_it_likes()
    {
        var spec = Bench.Shell("trap 'echo asked; exit 7' TERM; echo ready; while :; do sleep 0.05; done");
        await Bench.StartAsync(spec);
        await Bench.LineAsync(spec, "ready");
        await Bench.StopAsync(spec);
        Assert.Equal((7, null), ((await Bench.FinalAsync(spec)).Exit, (await Bench.FinalAsync(spec)).Signal));
        Assert.Contains("asked", (await Bench.LogsAsync(spec)).Select(line => line.Text));
    }

    [Theory]
    [InlineData("SIGTERM", 15)]
    [InlineData("TERM", 15)]
    [InlineData("SIGINT", 2)]
    [InlineData("SIGUSR1", 10)]
    [InlineData("SIGKILL", 9)]
    public async Task Stop_with_a_signal_that_is_not_caught_ends_the_task_by_it(string name, int number)
    {
        var spec = Bench.Shell("echo ready; exec sleep 1000");
        await Bench.StartAsync(spec);
        await Bench.LineAsync(spec, "ready");
        await Bench.StopAsync(spec, name);
        Assert.Equal(number == 9 ? KillSignal : number, (await Bench.FinalAsync(spec)).Signal);
    }

    [Fact]
    public async Task A_task_that_ignores_the_signal_is_killed_after_the_grace()
    {
        var spec = Bench.Shell("trap '' TERM INT HUP; echo ready; while :; do sleep 0.05; done");
        await Bench.StartAsync(spec);
        await Bench.LineAsync(spec, "ready");
        await Bench.StopAsync(spec, graceSeconds: 0.3);
        var report = await Bench.FinalAsync(spec);
        Assert.Equal((TaskState.Exited, 137, 9), (report.State, report.Exit, report.Signal));
    }

    [Fact]
    public async Task Stop_reaches_what_has_forked_twice_and_left_the_session()
    {
        var mark = RuntimeBench.Mark();
        var spec = Bench.Shell(
            $"setsid sh -c \"trap '' TERM; setsid sh -c \\\"trap '' TERM HUP; cd /; sleep {mark}; :\\\" >/dev/null 2>&1 </dev/null &\" & "
            + $"trap '' TERM; sleep {mark}; :");
        await Bench.StartAsync(spec);
        await RuntimeBench.ProcessesAsync(mark, atLeast: 2);
        await Bench.StopAsync(spec, graceSeconds: 0.2);
        await Bench.FinalAsync(spec);
        Assert.Empty(RuntimeBench.Processes(mark));
    }

    [Fact]
    public async Task What_a_task_leaves_behind_is_gone_when_its_end_is_reported()
    {
        var mark = RuntimeBench.Mark();
        var spec = Bench.Shell(
            $"trap '' TERM HUP; sleep {mark} & setsid sh -c 'setsid sleep {mark} & wait' >/dev/null 2>&1 & "
            + $"while [ $(grep -lsa 'sleep.{mark}' /proc/[0-9]*/cmdline | wc -l) -lt 3 ]; do sleep 0.02; done; exit 4");
        Assert.Equal(4, (await Bench.RunAsync(spec)).Exit);
        Assert.Empty(RuntimeBench.Processes(mark));
    }

    [Fact]
    public async Task Killing_right_after_the_start_leaves_nothing()
    {
        var mark = RuntimeBench.Mark();
        var batch = Enumerable.Range(0, 30).Select(_ => Bench.Spec("/bin/sleep", mark)).ToList();
        await Bench.StartAsync(batch);
        await Bench.Runtime.StopAsync(
            [.. batch.Select(spec => new StopRequest(spec.Ref, "SIGTERM", TimeSpan.Zero))], CancellationToken.None);
        foreach (var spec in batch)
        {
            var report = await Bench.FinalAsync(spec);
            Assert.True(report.State == TaskState.NotStarted || report.Signal == 9, report.ToString());
        }

        Assert.Empty(RuntimeBench.Processes(mark));
    }

    [Fact]
    public async Task Stopping_right_after_the_start_reaches_the_task()
    {
        var batch = Enumerable.Range(0, 30).Select(_ => Bench.Spec("/bin/sleep", "1000")).ToList();
        await Bench.StartAsync(batch);
        await Bench.Runtime.StopAsync(
            [.. batch.Select(spec => new StopRequest(spec.Ref, "SIGTERM", TimeSpan.FromMinutes(10)))], CancellationToken.None);
        foreach (var spec in batch)
        {
            var report = await Bench.FinalAsync(spec);
            Assert.True(report.State == TaskState.NotStarted || report.Signal == 15, report.ToString());
        }
    }

    [Fact]
    public async Task A_second_stop_can_shorten_the_grace()
    {
        var spec = Bench.Shell("trap '' TERM; echo ready; while :; do sleep 0.05; done");
        await Bench.StartAsync(spec);
        await Bench.LineAsync(spec, "ready");
        await Bench.StopAsync(spec, graceSeconds: 3600);
        await Bench.StopAsync(spec, graceSeconds: 0);
        Assert.Equal(9, (await Bench.FinalAsync(spec)).Signal);
    }

    [Fact]
    public async Task Stopping_what_has_ended_changes_nothing()
    {
        var spec = Bench.Shell("exit 5");
        await Bench.RunAsync(spec);
        await Bench.StopAsync(spec, graceSeconds: 0);
        Assert.Equal(5, (await Bench.FindAsync(spec)).Exit);
    }

    [Fact]
    public async Task What_is_stopped_before_it_started_never_starts()
    {
        var spec = Bench.Shell("echo ran >ran");
        await Bench.StopAsync(spec);
        Assert.Equal(TaskState.NotStarted, (await Bench.StartAsync(spec)).State);
        Assert.False(File.Exists(Path.Join(spec.WorkingDirectory, "ran")));
    }

    [Fact]
    public async Task A_found_task_is_stopped_like_one_that_was_started()
    {
        var spec = Bench.Shell("trap '' TERM; echo ready; while :; do sleep 0.05; done");
        await Bench.StartAsync(spec);
        await Bench.LineAsync(spec, "ready");
        await Bench.RestartAsync();
        await Bench.StopAsync(spec, graceSeconds: 0.2);
        Assert.Equal(9, (await Bench.FinalAsync(spec)).Signal);
    }
}
