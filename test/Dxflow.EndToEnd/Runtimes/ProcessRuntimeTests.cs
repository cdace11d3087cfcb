using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Process;
using Dxflow.Runtimes.Logs;
using Dxflow.Runtimes.Process.Wrapper;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>What only the process runtime promises, with cgroups and without.</summary>
public sealed class ProcessRuntimeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_whose_witness_is_killed_is_lost_with_all_its_processes(bool useCgroups)
    {
        await using var bench = Bench(useCgroups);
        var mark = RuntimeBench.Mark();
        var spec = bench.Shell($"trap '' TERM HUP; setsid sh -c 'sleep {mark}' & sleep {mark}; :");
        await bench.StartAsync(spec);
        await RuntimeBench.ProcessesAsync(mark, atLeast: 2);
        using var wrapper = StartToken.Read(spec.Directory)!.Wrapper!.Value.Open();
        Assert.True(wrapper!.Signal(SignalNames.Kill));
        var report = await bench.FinalAsync(spec);
        Assert.Equal((TaskState.Lost, FailureReason.Lost), (report.State, report.Reason));
        Assert.Empty(RuntimeBench.Processes(mark));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_witness_that_died_while_no_engine_looked_leaves_a_lost_task(bool useCgroups)
    {
        await using var bench = Bench(useCgroups);
        var mark = RuntimeBench.Mark();
        var spec = bench.Shell($"trap '' TERM HUP; sleep {mark}; :");
        await bench.StartAsync(spec);
        await RuntimeBench.ProcessesAsync(mark, atLeast: 1);
        using var wrapper = StartToken.Read(spec.Directory)!.Wrapper!.Value.Open();
        await bench.CloseAsync();
        Assert.True(wrapper!.Signal(SignalNames.Kill));
        Assert.NotEmpty(RuntimeBench.Processes(mark));
        bench.Open();
        await bench.FindAsync(spec);
        Assert.Equal(TaskState.Lost, (await bench.FinalAsync(spec)).State);
        Assert.Empty(RuntimeBench.Processes(mark));
    }

    [Fact]
    public async Task A_task_may_kill_its_parent_close_everything_and_fill_its_log()
    {
        await using var bench = Bench();
        var killer = bench.Shell("kill -KILL $PPID; sleep 1000");
        var closer = bench.Shell("exec 0<&- 1>&- 2>&-; cd /; exit 12");
        var writer = bench.Shell("yes | head -c 20000000; exit 13");
        await bench.StartAsync([killer, closer, writer]);
        Assert.Equal(TaskState.Lost, (await bench.FinalAsync(killer)).State);
        Assert.Equal(12, (await bench.FinalAsync(closer)).Exit);
        Assert.Equal(13, (await bench.FinalAsync(writer)).Exit);
        Assert.Equal(10_000_000, (await bench.LogsAsync(writer)).Count);
    }

    [Fact]
    public async Task A_task_sees_three_streams_and_no_descriptor_of_ours()
    {
        await using var bench = Bench();
        using var ours = FileCalls.Open("/dev/null", Libc.ReadOnly);
        Assert.Equal(0, Kernel.Control(ours, 2, 0));
        var spec = bench.Shell("ls /proc/$$/fd");
        Assert.Equal(["0", "1", "2"], await bench.OutputAsync(spec));
    }

    [Fact]
    public async Task A_task_ignores_and_blocks_no_signal()
    {
        await using var bench = Bench();
        var lines = await bench.OutputAsync(bench.Spec("grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"));
        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"], lines);
    }

    [Fact]
    public async Task A_task_has_no_more_of_the_engines_environment_than_is_passed()
    {
        Environment.SetEnvironmentVariable("DXFLOW_TEST_PASSED", "yes");
        Environment.SetEnvironmentVariable("DXFLOW_TEST_KEPT", "no");
        await using var bench = new RuntimeBench(
            home => new ProcessRuntime(new ProcessRuntimeOptions(home, ["DXFLOW_TEST_PASSED"]), TimeProvider.System), image: null);
        bench.Open();
        var names = (await bench.OutputAsync(bench.Spec("/usr/bin/env"))).Select(line => line.Split('=')[0]);
        Assert.Equal(
            ["DXFLOW_ATTEMPT", "DXFLOW_ATTEMPT_ID", "DXFLOW_TEST_PASSED", "HOME", "LANG", "PATH", "TMPDIR", "USER"],
            names.Where(name => name is not ("TZ" or "PWD" or "_" or "SHLVL" or "OLDPWD")).Order());
    }

    [Fact]
    public async Task Two_thousand_short_tasks_all_end()
    {
        await using var bench = Bench();
        var batch = Enumerable.Range(0, 2_000).Select(_ => bench.Spec("/bin/true")).ToList();
        await bench.StartAsync(batch);
        foreach (var spec in batch)
        {
            Assert.Equal(0, (await bench.FinalAsync(spec)).Exit);
        }
    }

    [Fact]
    public async Task Five_hundred_tasks_at_once_are_watched_and_found_again()
    {
        await using var bench = Bench();
        var batch = Enumerable.Range(0, 500).Select(_ => bench.Spec("/bin/sleep", "1000")).ToList();
        await bench.StartAsync(batch);
        foreach (var spec in batch)
        {
            await RuntimeBench.TokenAsync(spec);
        }

        await bench.RestartAsync();
        var found = await bench.Runtime.FindAsync([.. batch.Select(spec => spec.Ref)], CancellationToken.None);
        Assert.All(found, report => Assert.Equal(TaskState.Running, report.State));
        await bench.Runtime.StopAsync(
            [.. batch.Select(spec => new StopRequest(spec.Ref, "SIGTERM", RuntimeBench.Patience))], CancellationToken.None);
        foreach (var spec in batch)
        {
            Assert.Equal(15, (await bench.FinalAsync(spec)).Signal);
        }
    }

    [Fact]
    public async Task A_log_keeps_its_limit_by_giving_up_its_head()
    {
        const int Limit = 4 << 20;
        await using var bench = new RuntimeBench(
            home => new ProcessRuntime(new ProcessRuntimeOptions(home, LogBytesMax: Limit), TimeProvider.System), image: null);
        bench.Open();
        var spec = bench.Shell("seq 1 3000000; echo written >written; while [ ! -e go ]; do sleep 0.05; done");
        await bench.StartAsync(spec);
        await RuntimeBench.FileAsync(spec, "written");
        using (var patience = new CancellationTokenSource(RuntimeBench.Patience))
        {
            while (FileCalls.ContentStart(FileCalls.Open(LogFile.PathIn(spec.Directory, error: false), Libc.ReadOnly)) == 0)
            {
                await Task.Delay(50, patience.Token);
            }
        }

        RuntimeBench.Touch(spec, "go");
        await bench.FinalAsync(spec);
        var lines = await bench.LogsAsync(spec);
        Assert.InRange(lines.Sum(line => line.Text.Length + 1), Limit / 2, 2 * Limit);
        Assert.Equal("3000000", lines[^1].Text);
        Assert.Equal(lines.Count - 1, int.Parse(lines[^1].Text) - int.Parse(lines[0].Text));
    }

    [Fact]
    public async Task Nothing_is_left_in_the_cgroups_once_tasks_are_forgotten()
    {
        var bench = Bench();
        var spec = bench.Shell("exit 0") with { Limits = new TaskLimits(1, 64 << 20) };
        await bench.RunAsync(spec);
        var cgroups = StartToken.Read(spec.Directory)!.Cgroups.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await bench.Runtime.ForgetAsync([spec.Ref], CancellationToken.None);
        Assert.All(cgroups, cgroup => Assert.False(Directory.Exists(cgroup)));
        await bench.DisposeAsync();
        Assert.All(cgroups, cgroup => Assert.False(Directory.Exists(Path.GetDirectoryName(cgroup))));
    }

    private static RuntimeBench Bench(bool useCgroups = true)
    {
        var bench = new RuntimeBench(
            home => new ProcessRuntime(new ProcessRuntimeOptions(home, UseCgroups: useCgroups), TimeProvider.System), image: null);
        bench.Open();
        return bench;
    }
}
