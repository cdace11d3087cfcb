using Dxflow.Runtimes;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

public abstract partial class RuntimeConformance
{
    [Fact]
    public async Task A_task_survives_the_engine_and_its_end_is_reported_to_the_next()
    {
        var spec = await RunningAsync(Bench.Shell("echo ready; while [ ! -e go ]; do sleep 0.05; done; exit 6"));
        await Bench.RestartAsync();
        var found = await Bench.FindAsync(spec);
        Assert.Equal(TaskState.Running, found.State);
        Assert.NotNull(found.StartedAt);
        RuntimeBench.Touch(spec, "go");
        Assert.Equal((TaskState.Exited, 6), ((await Bench.FinalAsync(spec)).State, (await Bench.FinalAsync(spec)).Exit));
    }

    [Fact]
    public async Task An_end_that_no_engine_saw_is_found()
    {
        var spec = await RunningAsync(Bench.Shell("echo ready; while [ ! -e go ]; do sleep 0.05; done; echo done >done; exit 9"));
        await Bench.CloseAsync();
        RuntimeBench.Touch(spec, "go");
        await RuntimeBench.FileAsync(spec, "done");
        Bench.Open();
        await Bench.FindAsync(spec);
        Assert.Equal((TaskState.Exited, 9), ((await Bench.FinalAsync(spec)).State, (await Bench.FinalAsync(spec)).Exit));
    }

    [Fact]
    public async Task The_truth_about_an_ended_task_stays_the_same()
    {
        var spec = Bench.Shell("exit 3");
        var first = await Bench.RunAsync(spec);
        var second = await Bench.FindAsync(spec);
        await Bench.RestartAsync();
        var third = await Bench.FindAsync(spec);
        Assert.All(
            [second, third],
            report => Assert.Equal((first.State, first.Exit, first.EndedAt), (report.State, report.Exit, report.EndedAt)));
    }

    [Fact]
    public async Task What_was_never_started_is_found_so_and_can_never_start()
    {
        var spec = Bench.Shell("echo ran >ran");
        Assert.Equal(TaskState.NotStarted, (await Bench.FindAsync(spec)).State);
        Assert.Equal(TaskState.NotStarted, (await Bench.StartAsync(spec)).State);
        await Bench.RestartAsync();
        Assert.Equal(TaskState.NotStarted, (await Bench.FindAsync(spec)).State);
        Assert.False(File.Exists(Path.Join(spec.WorkingDirectory, "ran")));
    }

    [Fact]
    public async Task What_an_engine_had_not_even_made_a_directory_for_was_never_started()
    {
        var spec = Bench.Shell("exit 0");
        Directory.Delete(spec.Directory, recursive: true);
        Assert.Equal(TaskState.NotStarted, (await Bench.FindAsync(spec)).State);
        await Bench.RestartAsync();
        Assert.Equal(TaskState.NotStarted, (await Bench.FindAsync(spec)).State);
    }

    [Fact]
    public async Task A_batch_is_found_in_order_whatever_became_of_each()
    {
        var running = await RunningAsync(Bench.Shell("echo ready; while [ ! -e go ]; do sleep 0.05; done"));
        var ended = Bench.Shell("exit 2");
        var never = Bench.Shell("exit 0");
        await Bench.RunAsync(ended);
        await Bench.RestartAsync();
        var found = await Bench.Runtime.FindAsync([never.Ref, ended.Ref, running.Ref], CancellationToken.None);
        Assert.Equal([TaskState.NotStarted, TaskState.Exited, TaskState.Running], found.Select(report => report.State));
        RuntimeBench.Touch(running, "go");
        Assert.Equal(0, (await Bench.FinalAsync(running)).Exit);
    }
}
