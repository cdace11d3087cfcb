using System.Text;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

public abstract partial class RuntimeConformance
{
    [Fact]
    public async Task Exec_runs_in_the_tasks_directory_and_environment()
    {
        if (!Bench.Runtime.Traits.Exec)
        {
            await NoExecAsync();
            return;
        }

        var spec = await RunningAsync(Bench.Shell("echo ready; exec sleep 1000") with
        {
            Environment = new Dictionary<string, string> { ["GIVEN"] = "by the document", ["dotted.name"] = "too" },
        });
        await using var session = await Bench.Runtime.ExecAsync(
            spec.Ref,
            new ExecSpec(["/usr/bin/env"], new Dictionary<string, string> { ["EXTRA"] = "by the caller" }),
            CancellationToken.None);
        var lines = (await ReadAsync(session.Output)).Split('\n');
        Assert.Equal(0, await session.Exited.WaitAsync(RuntimeBench.Patience));
        Assert.Contains("GIVEN=by the document", lines);
        Assert.Contains("dotted.name=too", lines);
        Assert.Contains("EXTRA=by the caller", lines);
        Assert.Contains($"DXFLOW_ATTEMPT_ID={spec.Id}", lines);

        await using var other = await Bench.Runtime.ExecAsync(spec.Ref, new ExecSpec(["/bin/pwd"]), CancellationToken.None);
        Assert.Equal(spec.WorkingDirectory + "\n", await ReadAsync(other.Output));
    }

    [Fact]
    public async Task Exec_carries_three_streams_and_the_code()
    {
        if (!Bench.Runtime.Traits.Exec)
        {
            await NoExecAsync();
            return;
        }

        var spec = await RunningAsync(Bench.Shell("echo ready; exec sleep 1000"));
        await using var session = await Bench.Runtime.ExecAsync(
            spec.Ref, new ExecSpec(["/bin/sh", "-c", "cat; echo problem >&2; exit 42"]), CancellationToken.None);
        var sent = new string('y', 1 << 20);
        var output = ReadAsync(session.Output);
        var error = ReadAsync(session.Error);
        await session.Input.WriteAsync(Encoding.ASCII.GetBytes(sent));
        await session.Input.DisposeAsync();
        Assert.Equal(sent, await output);
        Assert.Equal("problem\n", await error);
        Assert.Equal(42, await session.Exited.WaitAsync(RuntimeBench.Patience));
        await Bench.RunsAsync(spec);
    }

    [Fact]
    public async Task Exec_is_killed_when_it_is_disposed_of()
    {
        if (!Bench.Runtime.Traits.Exec)
        {
            await NoExecAsync();
            return;
        }

        var mark = RuntimeBench.Mark();
        var spec = await RunningAsync(Bench.Shell("echo ready; exec sleep 1000"));
        var session = await Bench.Runtime.ExecAsync(
            spec.Ref, new ExecSpec(["/bin/sh", "-c", $"trap '' TERM HUP; sleep {mark}; :"]), CancellationToken.None);
        await RuntimeBench.ProcessesAsync(mark, atLeast: 1);
        await session.DisposeAsync();
        Assert.Equal(137, await session.Exited.WaitAsync(RuntimeBench.Patience));
        if (!ExecEndsAtOnce)
        {
            await RuntimeBench.ProcessesAsync(mark, atMost: 0);
        }

        Assert.Empty(RuntimeBench.Processes(mark));
    }

    [Fact]
    public async Task What_exec_left_ends_with_the_task()
    {
        if (!Bench.Runtime.Traits.Exec)
        {
            await NoExecAsync();
            return;
        }

        var mark = RuntimeBench.Mark();
        var spec = await RunningAsync(Bench.Shell("echo ready; while [ ! -e go ]; do sleep 0.05; done"));
        await using var session = await Bench.Runtime.ExecAsync(
            spec.Ref, new ExecSpec(["/bin/sh", "-c", $"setsid sleep {mark} >/dev/null 2>&1 &"]), CancellationToken.None);
        Assert.Equal(0, await session.Exited.WaitAsync(RuntimeBench.Patience));
        await RuntimeBench.ProcessesAsync(mark, atLeast: 1);
        RuntimeBench.Touch(spec, "go");
        Assert.Equal(0, (await Bench.FinalAsync(spec)).Exit);
        Assert.Empty(RuntimeBench.Processes(mark));
    }

    [Fact]
    public async Task A_detached_program_goes_on_by_itself_and_ends_with_the_task()
    {
        if (!Bench.Runtime.Traits.Exec)
        {
            await NoExecAsync();
            return;
        }

        var mark = RuntimeBench.Mark();
        var spec = await RunningAsync(Bench.Shell("echo ready; while [ ! -e go ]; do sleep 0.05; done"));
        var script = $"echo lost; cat; touch ready; sleep {mark}; touch woken";
        await using (var session = await Bench.Runtime.ExecAsync(
            spec.Ref, new ExecSpec(["/bin/sh", "-c", script], Detached: true), CancellationToken.None))
        {
            Assert.Equal(("", 0), (await ReadAsync(session.Output), await session.Exited));
        }

        await RuntimeBench.FileAsync(spec, "ready");
        await RuntimeBench.ProcessesAsync(mark, atLeast: 1);
        RuntimeBench.Touch(spec, "go");
        Assert.Equal(0, (await Bench.FinalAsync(spec)).Exit);
        Assert.Empty(RuntimeBench.Processes(mark));
        Assert.DoesNotContain(await Bench.LogsAsync(spec), static line => line.Text == "lost");
    }

    [Fact]
    public async Task Exec_needs_a_running_task_and_a_program_that_is_there()
    {
        if (!Bench.Runtime.Traits.Exec)
        {
            await NoExecAsync();
            return;
        }

        var ended = Bench.Shell("exit 0");
        await Bench.RunAsync(ended);
        await Assert.ThrowsAsync<Fault>(() => Bench.Runtime.ExecAsync(ended.Ref, new ExecSpec(["/bin/true"]), CancellationToken.None));
        var running = await RunningAsync(Bench.Shell("echo ready; exec sleep 1000"));
        var fault = await Assert.ThrowsAsync<Fault>(
            () => Bench.Runtime.ExecAsync(running.Ref, new ExecSpec(["dxflow-no-such-program"]), CancellationToken.None));
        Assert.Contains("dxflow-no-such-program", fault.Message);
        fault = await Assert.ThrowsAsync<Fault>(() => Bench.Runtime.ExecAsync(
            running.Ref, new ExecSpec(["dxflow-no-such-program"], Detached: true), CancellationToken.None));
        Assert.Contains("dxflow-no-such-program", fault.Message);
    }

    [Fact]
    public async Task Stats_tell_what_running_tasks_use()
    {
        var busy = await RunningAsync(Bench.Shell("echo ready; while :; do :; done"));
        var ended = Bench.Shell("exit 0");
        await Bench.RunAsync(ended);
        using var patience = new CancellationTokenSource(RuntimeBench.Patience);
        while (true)
        {
            var usage = await Bench.Runtime.StatsAsync([busy.Ref, ended.Ref], patience.Token);
            Assert.Null(usage[1]);
            if (usage[0] is { CpuSeconds: > 0.2, Processes: 1 or null, MemoryBytes: > 0 } || (!TellsUsage && usage[0] is null))
            {
                return;
            }

            await Task.Delay(50, patience.Token);
        }
    }

    [Fact]
    public async Task An_ended_task_tells_what_it_used()
    {
        var report = await Bench.RunAsync(Bench.Shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"));
        if (!TellsUsageAtTheEnd)
        {
            Assert.Null(report.Usage);
            return;
        }

        Assert.InRange(report.Usage!.CpuSeconds!.Value, 0.01, 60);
        Assert.True(report.Usage.MemoryPeakBytes is null or > 100_000);
    }

    [Fact]
    public async Task A_task_that_outgrows_its_memory_is_killed_and_the_reason_is_told()
    {
        // Long enough for those who look at the memory of tasks now and then.
        var spec = Bench.Shell("head -c 400000000 /dev/zero | tail -c 300000000 | (sleep 4; wc -c); exit 1") with
        {
            Limits = new TaskLimits(MemoryBytes: 48 << 20),
        };
        var report = await Bench.RunAsync(spec);
        Assert.Equal(Outgrown, report.Reason);
    }

    [Fact]
    public async Task A_task_gets_no_more_cpu_than_its_limit()
    {
        if (!Bench.Runtime.Traits.Limits)
        {
            return;
        }

        var spec = await RunningAsync(Bench.Shell("echo ready; while :; do :; done") with { Limits = new TaskLimits(Cpus: 0.2) });
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var before = (await Bench.Runtime.StatsAsync([spec.Ref], CancellationToken.None))[0]!.CpuSeconds!.Value;
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var after = (await Bench.Runtime.StatsAsync([spec.Ref], CancellationToken.None))[0]!.CpuSeconds!.Value;
        Assert.InRange((after - before) / clock.Elapsed.TotalSeconds, 0, 0.35);
    }

    /// <summary>A runtime without it says so, and is not asked to pretend.</summary>
    private async Task NoExecAsync()
    {
        var spec = await RunningAsync(Bench.Shell("echo ready; exec sleep 1000"));
        await Assert.ThrowsAsync<Fault>(() => Bench.Runtime.ExecAsync(spec.Ref, new ExecSpec(["/bin/true"]), CancellationToken.None));
    }

    private async Task<TaskSpec> RunningAsync(TaskSpec spec)
    {
        await Bench.StartAsync(spec);
        await Bench.LineAsync(spec, "ready");
        return spec;
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(RuntimeBench.Patience);
    }
}
