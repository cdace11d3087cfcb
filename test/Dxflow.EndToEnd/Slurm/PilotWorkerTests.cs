using System.Diagnostics;
using Dxflow.EndToEnd.Support;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Pilot.Door;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Wire;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>A worker by itself, whose engine is the test.</summary>
public sealed class PilotWorkerTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("pilot-").FullName;
    private readonly TaskCompletionSource<PilotLink> came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TaskReport> final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PilotFolder folder = null!;
    private PilotFile pilot = null!;
    private PilotDoor door = null!;
    private Process worker = null!;

    public ValueTask InitializeAsync()
    {
        folder = new PilotFolder(Path.Join(directory, "pilots"));
        folder.Open();
        pilot = new PilotFile(
            PilotFolder.NewKey(), PilotFolder.NewSecret(), Path.Join(directory, "tasks"), directory, 1 << 20, 60, null, false);
        folder.Make(pilot, Home.Binary, []);
        door = new PilotDoor(hello => hello.Secret == pilot.Secret, AdmitAsync, TimeProvider.System);
        door.Open(null).Write(folder.Root);
        worker = Process.Start(new ProcessStartInfo(Home.Binary, ["engine", "work", folder.PathOf(pilot.Key)]))!;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        worker.Kill();
        await worker.WaitForExitAsync();
        worker.Dispose();
        await door.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("elsewhere")]
    [InlineData("tasks/../elsewhere")]
    [InlineData("tasks")]
    public async Task It_runs_nothing_outside_of_the_directory_that_it_was_given(string place)
    {
        var mark = Path.Join(directory, "mark");
        var id = new AttemptId("run", 0, 0, 1);
        var there = Path.Join(directory, place);
        Directory.CreateDirectory(Path.Join(directory, "tasks"));
        Directory.CreateDirectory(there);
        new TaskFile(id, "n", directory, ["/bin/touch", mark], new Dictionary<string, string>(), 1, 0).Write(there);
        (await came.Task.WaitAsync(Home.Patience)).Send(new EngineSaid(Start: [new Handed(id, there, 1, 0)]));
        var report = await final.Task.WaitAsync(Home.Patience);
        Assert.Equal((TaskState.NotStarted, FailureReason.Start), (report.State, report.Reason));
        Assert.Contains("is not below", report.Detail);
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task It_ends_with_all_that_it_runs_when_its_directory_has_gone()
    {
        var id = new AttemptId("run", 0, 0, 1);
        var there = Path.Join(directory, "tasks", "0");
        Directory.CreateDirectory(there);
        new TaskFile(id, "n", directory, ["/bin/sleep", "1000"], new Dictionary<string, string>(), 1, 0).Write(there);
        (await came.Task.WaitAsync(Home.Patience)).Send(new EngineSaid(Start: [new Handed(id, there, 1, 0)]));
        await Home.Until(() => Task.FromResult(File.Exists(Path.Join(there, "started"))), "the task to begin");
        Directory.Delete(folder.PathOf(pilot.Key), recursive: true);
        await worker.WaitForExitAsync().WaitAsync(Home.Patience);
        Assert.True(File.Exists(Path.Join(there, "exit")));
        Assert.Equal(TaskState.Lost, (await final.Task.WaitAsync(Home.Patience)).State);
    }

    private Task AdmitAsync(PilotLink link)
    {
        came.TrySetResult(link);
        return link.RunAsync(
            said =>
            {
                foreach (var report in said.Reports?.Where(static each => each.IsFinal) ?? [])
                {
                    final.TrySetResult(report);
                }
            },
            TimeProvider.System);
    }
}
