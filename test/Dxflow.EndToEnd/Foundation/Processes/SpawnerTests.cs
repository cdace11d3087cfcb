using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Dxflow.Foundation.Processes.Spawning;
using Xunit;

namespace Dxflow.EndToEnd.Foundation.Processes;

public sealed class SpawnerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ReadyThread ready = new("test");

    public void Dispose() => ready.Dispose();

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("kill -KILL $$", 137)]
    public async Task A_child_is_waited_for_and_reaped_once(string script, int code)
    {
        var pid = Spawner.Spawn(Shell(script));
        await EndedAsync(pid);
        var end = ChildProcess.Reap(pid)!.Value;
        Assert.Equal(code, end.Code);
        Assert.Null(ChildProcess.Reap(pid));
    }

    [Fact]
    public async Task A_child_leads_a_session_in_its_directory_with_its_environment_alone()
    {
        var pipe = Pipe.Create();
        var pid = Spawner.Spawn(Shell("pwd; ps -o sid= -p $$; env; cat; echo error >&2") with
        {
            Environment = ["ONLY=this"],
            WorkingDirectory = "/usr",
            Output = pipe.Write,
        });
        pipe.Write.Dispose();
        using var reader = new StreamReader(new PipeEnd(pipe.Read, ready, toWrite: false));
        var lines = (await reader.ReadToEndAsync().WaitAsync(Patience)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await EndedAsync(pid);
        Assert.Equal(0, ChildProcess.Reap(pid)!.Value.Code);
        Assert.Equal(("/usr", pid.ToString()), (lines[0], lines[1].Trim()));
        Assert.Equal(["ONLY=this"], lines.Skip(2).Where(line => !line.StartsWith("PWD=", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_program_that_cannot_be_started_is_explained()
    {
        Assert.Equal(Errno.NoEntry, Failure(new SpawnSpec("/no/such/program", ["x"], [])).Errno);
        Assert.Equal(Errno.AccessDenied, Failure(new SpawnSpec("/etc/passwd", ["x"], [])).Errno);
        var missing = Failure(Shell("exit 0") with { WorkingDirectory = "/no/such/directory" });
        Assert.Contains("/no/such/directory", missing.Message);
        var large = Failure(new SpawnSpec("/bin/true", ["true", new string('x', 200_000)], []));
        Assert.Equal(Errno.ListTooLong, large.Errno);
        Assert.Contains("128 KiB", large.Message);
    }

    [Fact]
    public async Task A_number_is_no_identity_once_its_process_has_gone()
    {
        var pid = Spawner.Spawn(Shell("exec sleep 1000"));
        var identity = ProcessIdentity.Of(pid)!.Value;
        using (var handle = identity.Open())
        {
            Assert.True(handle!.Signal(SignalNames.Terminate));
        }

        await EndedAsync(pid);
        Assert.Null(identity.Open());
        Assert.Equal(143, ChildProcess.Reap(pid)!.Value.Code);
        Assert.Null(ProcessIdentity.Of(pid));
    }

    [Fact]
    public void A_child_can_be_ended_at_once()
    {
        var pid = Spawner.Spawn(Shell("trap '' TERM; sleep 1000; :"));
        Assert.Equal(137, ChildProcess.KillAndReap(pid)!.Value.Code);
    }

    [Fact]
    public async Task All_of_a_session_is_found_by_the_number_of_its_leader()
    {
        var pipe = Pipe.Create();
        var pid = Spawner.Spawn(Shell("sleep 1000 & echo $!; wait") with { Environment = [], Output = pipe.Write });
        pipe.Write.Dispose();
        using var reader = new StreamReader(new PipeEnd(pipe.Read, ready, toWrite: false));
        var child = int.Parse((await reader.ReadLineAsync().WaitAsync(Patience))!);
        var session = new ProcessTree.Query(Mark: null, pid);
        Assert.Equal([pid, child], ProcessTree.Find([new ProcessTree.Query("ONLY=nobody"), session])[1].Order());
        Assert.Equal([child], ProcessTree.Find([session with { Except = pid }])[0]);
        Assert.True(ProcessTree.Signal(child, session, SignalNames.Kill));
        await EndedAsync(pid);
        Assert.Equal(0, ChildProcess.Reap(pid)!.Value.Code);
        Assert.Empty(ProcessTree.Find([session])[0]);
    }

    private static SpawnSpec Shell(string script) => new("/bin/sh", ["sh", "-c", script], ["PATH=/usr/bin:/bin"]);

    private static ProcessException Failure(SpawnSpec spec) => Assert.Throws<ProcessException>(() => Spawner.Spawn(spec));

    private async Task EndedAsync(int pid)
    {
        using var handle = SafePidHandle.Open(pid)!;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ready.Watch(handle, toWrite: false, ended.SetResult);
        await ended.Task.WaitAsync(Patience);
    }
}
