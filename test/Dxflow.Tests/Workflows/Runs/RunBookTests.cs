using Dxflow.Artifacts;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Storage;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dxflow.Tests.Workflows.Runs;

public sealed class RunBookTests
{
    [Fact]
    public async Task What_follows_the_end_of_a_run_keeps_nobody_who_waits_for_that_end()
    {
        using var home = new TemporaryDirectory();
        await using var committer = new Committer(LocalDisk.Instance, home.File("reserve"), TimeProvider.System, _ => { });
        var index = new IndexState();
        await using var registry = new WorkflowRegistry(
            index, committer.Add(JournalFile.Create(LocalDisk.Instance, home.File("index.journal"))));
        var house = new RunHouse(
            home.File("runs"), committer, new Dictionary<string, RuntimeSeat>(),
            new ArtifactStore(home.File("store"), TimeProvider.System), new SteadyClock(TimeProvider.System), NullLoggerFactory.Instance);
        Directory.CreateDirectory(house.RunsDirectory);
        await using var runs = new RunBook(house, registry, NullLogger<RunBook>.Instance);
        var followed = new TaskCompletionSource();
        var over = new TaskCompletionSource();
        runs.AfterSealing = _ =>
        {
            followed.SetResult();
            return over.Task;
        };

        var entry = new RunEntry("r1", "w", 1, 1, RunKind.Job, 0, null, null);
        var plan = Plans.Job();
        await registry.RecordAsync(new WorkflowSaved(0, "w", 1, "d"), new RunRegistered(0, "w", 1, "r1", 1, RunKind.Job));
        var (_, journal) = runs.Prepare(entry, plan, new Dictionary<string, FlowValue>());
        await runs.BeginAsync(entry, plan, journal);
        var end = runs.EndedAsync(entry);
        runs.Begun(entry.Id);

        await followed.Task.WaitAsync(CommitterFixture.Patience);
        await end.WaitAsync(CommitterFixture.Patience);
        Assert.Equal(RunStatus.Succeeded, await registry.AskAsync(known => known.Find("r1")!.Sealed!.State));
        over.SetResult();
    }
}
