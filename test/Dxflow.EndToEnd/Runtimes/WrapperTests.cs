using System.Diagnostics;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Process.Wrapper;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>The wrapper by itself, without an engine: what it leaves in an attempt's directory, whatever happens to it.</summary>
public sealed class WrapperTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("dxflow-wrapper-").FullName;
    private readonly string file;

    public WrapperTests() => file = WrapperFile.Install(home);

    public static TheoryData<string> Shells => [.. new[] { "/bin/dash", "/bin/bash" }.Where(File.Exists)];

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task It_records_start_and_end_and_hands_everything_on(string shell)
    {
        var directory = Attempt();
        using var wrapper = Start(shell, directory, "", "/bin/sh", "-c", "printf '%s|' \"$@\"; exit 4", "sh", "a b", "", "$x");
        Assert.Equal("a b||$x|", await wrapper.StandardOutput.ReadToEndAsync());
        await wrapper.WaitForExitAsync();
        Assert.Equal("4\n", await File.ReadAllTextAsync(ExitFile.PathIn(directory)));
        Assert.Equal(wrapper.Id, StartToken.Read(directory)!.Wrapper!.Value.Pid);
        Assert.False(File.Exists(Path.Join(directory, "refused")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task It_tells_a_program_that_cannot_be_entered_from_one_that_ends_so(string shell)
    {
        var missing = Attempt();
        var own = Attempt();
        var cgroup = Attempt();
        await EndAsync(Start(shell, missing, "", "dxflow-no-such-program"));
        await EndAsync(Start(shell, own, "", "/bin/sh", "-c", "exit 127"));
        await EndAsync(Start(shell, cgroup, "/no/such/cgroup", "/bin/true"));
        Assert.True(ExitFile.IsRefused(missing, ExitFile.Read(missing)!.Value.Code));
        Assert.False(ExitFile.IsRefused(own, ExitFile.Read(own)!.Value.Code));
        Assert.True(ExitFile.IsRefused(cgroup, ExitFile.Read(cgroup)!.Value.Code));
    }

    [Fact]
    public async Task Of_fifty_wrappers_on_one_directory_one_runs()
    {
        var directory = Attempt();
        var runs = Path.Join(directory, "runs");
        var wrappers = Enumerable.Range(0, 50)
            .AsParallel()
            .WithDegreeOfParallelism(8)
            .Select(_ => Start(WrapperFile.Shell, directory, "", "/bin/sh", "-c", $"echo run >>{runs}"))
            .ToList();
        await Task.WhenAll(wrappers.Select(EndAsync));
        Assert.Equal(["run"], await File.ReadAllLinesAsync(runs));
        Assert.Equal(0, ExitFile.Read(directory)!.Value.Code);
    }

    [Fact]
    public async Task An_abandoned_token_keeps_it_from_running()
    {
        var directory = Attempt();
        Assert.True(StartToken.TryAbandon(directory));
        await EndAsync(Start(WrapperFile.Shell, directory, "", "/bin/sh", "-c", $"echo run >{directory}/ran"));
        Assert.False(File.Exists(Path.Join(directory, "ran")));
        Assert.Null(ExitFile.Read(directory));
        Assert.True(StartToken.Read(directory)!.IsAbandoned);
    }

    [Fact]
    public async Task Without_a_directory_it_runs_nothing()
    {
        var ran = Path.Join(home, "ran");
        await EndAsync(Start(WrapperFile.Shell, Path.Join(home, "missing"), "", "/bin/sh", "-c", $"echo run >{ran}"));
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task A_full_disk_is_waited_for()
    {
        // A directory under the name of the file is as unwritable as a full disk.
        var directory = Attempt();
        var obstacle = Directory.CreateDirectory(ExitFile.PathIn(directory)).FullName;
        using var wrapper = Start(WrapperFile.Shell, directory, "", "/bin/sh", "-c", "echo done; exit 8");
        Assert.Equal("done", await wrapper.StandardOutput.ReadLineAsync());
        Assert.False(wrapper.HasExited);
        Directory.Delete(obstacle);
        await wrapper.WaitForExitAsync().WaitAsync(RuntimeBench.Patience);
        Assert.Equal(8, ExitFile.Read(directory)!.Value.Code);
    }

    [Fact]
    public async Task It_ends_when_its_directory_is_gone()
    {
        var directory = Attempt();
        using var wrapper = Start(WrapperFile.Shell, directory, "", "/bin/rm", "-r", directory);
        await wrapper.WaitForExitAsync().WaitAsync(RuntimeBench.Patience);
        Assert.False(Directory.Exists(directory));
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("USR1")]
    [InlineData("TERM")]
    public async Task A_signal_to_the_whole_group_ends_the_task_and_not_the_witness(string signal)
    {
        var directory = Attempt();
        using var wrapper = Start(WrapperFile.Shell, directory, "", "/bin/sh", "-c", $"kill -{signal} $PPID $$; exit 9");
        await wrapper.WaitForExitAsync().WaitAsync(RuntimeBench.Patience);
        Assert.InRange(ExitFile.Read(directory)!.Value.Code, 129, 143);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task On_a_node_it_tells_a_death_for_want_of_memory_from_another(string shell)
    {
        var isFirstKind = Directory.Exists("/sys/fs/cgroup/memory");
        var group = $"/sys/fs/cgroup/{(isFirstKind ? "memory/" : "")}dxflow-{Path.GetFileName(home)}";
        var leaf = Directory.CreateDirectory($"{group}/job_77/step_batch").FullName;
        try
        {
            foreach (var each in isFirstKind ? [] : new[] { "/sys/fs/cgroup", group, $"{group}/job_77" })
            {
                await File.WriteAllTextAsync($"{each}/cgroup.subtree_control", "+memory");
            }

            await File.WriteAllTextAsync($"{group}/job_77/memory.{(isFirstKind ? "limit_in_bytes" : "max")}", $"{30 << 20}");
            Assert.Equal("", await SaidAsync(shell, leaf, "kill -KILL $$"));
            Assert.Equal("oom", await SaidAsync(shell, leaf, "exec python3 -c 'x = bytearray(100 << 20)'"));
        }
        finally
        {
            foreach (var each in new[] { leaf, $"{group}/job_77", group })
            {
                Directory.Delete(each);
            }
        }
    }

    /// <summary>A task's own libraries, of other versions, are in the way of programs that are none of its.</summary>
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task On_a_node_it_ends_what_its_task_has_left_also_where_the_tasks_libraries_break_programs(string shell)
    {
        var directory = Attempt();
        var libraries = Directory.CreateDirectory(Path.Join(home, "libraries")).FullName;
        await File.WriteAllTextAsync(Path.Join(libraries, "libpcre2-8.so.0"), "none");
        await File.WriteAllTextAsync(Path.Join(libraries, "libpcre.so.3"), "none");
        var id = Path.GetFileName(directory);
        using var wrapper = Process.Start("/bin/sh", [
            "-c",
            $"export DXFLOW_PLACE=x DXFLOW_ATTEMPT_ID={id} DXFLOW_NODE={WrapperFile.InstallAfter(home)} LD_LIBRARY_PATH={libraries}; "
            + $"exec {shell} {file} {directory} '' /bin/sh -c \"$0\"",
            "for each in 1 2; do setsid sh -c 'trap \"\" TERM HUP; sleep 1000; :' </dev/null >/dev/null 2>&1 & done; exit 3"]);
        await wrapper.WaitForExitAsync().WaitAsync(RuntimeBench.Patience);
        Assert.Equal(3, ExitFile.Read(directory)!.Value.Code);
        Assert.DoesNotContain(ProcFile.Pids(), pid => ProcFile.ReadText($"/proc/{pid}/environ").Contains(
            $"DXFLOW_ATTEMPT_ID={id}\0", StringComparison.Ordinal));
        Assert.Equal(["exit", "started", "usage"], Directory.EnumerateFiles(directory).Select(Path.GetFileName).Order());
    }

    private async Task<string> SaidAsync(string shell, string group, string script)
    {
        var directory = Attempt();
        using var wrapper = Process.Start("/bin/sh", [
            "-c",
            $"echo 0 >{group}/cgroup.procs; export SLURM_JOB_ID=77 DXFLOW_PLACE=x DXFLOW_ATTEMPT_ID={Path.GetFileName(directory)} "
            + $"DXFLOW_NODE={WrapperFile.InstallAfter(home)}; exec {shell} {file} {directory} '' /bin/sh -c \"$0\"", script]);
        await wrapper.WaitForExitAsync().WaitAsync(RuntimeBench.Patience);
        Assert.Equal(137, ExitFile.Read(directory)!.Value.Code);
        return File.Exists(Path.Join(directory, "oom")) ? "oom" : "";
    }

    private string Attempt() => Directory.CreateDirectory(Path.Join(home, Guid.NewGuid().ToString())).FullName;

    private Process Start(string shell, string directory, string cgroups, params string[] command) =>
        Process.Start(new ProcessStartInfo(shell, [file, directory, cgroups, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static async Task EndAsync(Process process)
    {
        await process.WaitForExitAsync().WaitAsync(RuntimeBench.Patience);
        process.Dispose();
    }
}
