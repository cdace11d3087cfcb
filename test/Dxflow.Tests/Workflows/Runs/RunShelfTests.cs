using Dxflow.Artifacts;
using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Tests.Foundation;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Storage;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Runs;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dxflow.Tests.Workflows.Runs;

public sealed class RunShelfTests
{
    [Fact]
    public async Task What_was_given_to_a_kept_run_is_kept_and_goes_with_it()
    {
        using var home = new TemporaryDirectory();
        await using var committer = new Committer(LocalDisk.Instance, home.File("reserve"), TimeProvider.System, _ => { });
        await using var registry = new WorkflowRegistry(
            new IndexState(), committer.Add(JournalFile.Create(LocalDisk.Instance, home.File("index.journal"))));

        // Years later, by the clock of this store: nothing is young.
        var store = new ArtifactStore(home.File("store"), new ManualTime(daysAhead: 10_000));
        var house = new RunHouse(
            home.File("runs"), committer, new Dictionary<string, RuntimeSeat>(), store, new SteadyClock(TimeProvider.System),
            NullLoggerFactory.Instance);
        Directory.CreateDirectory(house.RunsDirectory);
        Directory.CreateDirectory(home.File("workflows/w"));
        File.WriteAllText(home.File("workflows/w/1.json"), """{"projectDirectory":"/","documents":[],"files":{}}""");
        await using var runs = new RunBook(house, registry, NullLogger<RunBook>.Instance);
        var shelf = new RunShelf(house.RunsDirectory, home.File("workflows"), store, registry, runs);

        File.WriteAllText(home.File("given"), "given");
        File.WriteAllText(home.File("nobody's"), "nobody's");
        var given = await store.AddFileAsync(home.File("given"));
        await store.AddFileAsync(home.File("nobody's"));
        var entry = new RunEntry("r1", "w", 1, 1, RunKind.Job, 0, null, null);
        await registry.RecordAsync(new WorkflowSaved(0, "w", 1, "d"), new RunRegistered(0, "w", 1, "r1", 1, RunKind.Job));
        var plan = Plans.Job();
        var (_, journal) = runs.Prepare(entry, plan, new Dictionary<string, FlowValue>
        {
            ["reads"] = new ArtifactValue(given.Sha256, given.Kind, given.Name, given.Size),
        });
        await runs.BeginAsync(entry, plan, journal);
        runs.Begun(entry.Id);
        await runs.EndedAsync(entry).WaitAsync(CommitterFixture.Patience);

        var items = new List<RemovedItem>();
        Assert.Equal(8, await shelf.SweepStoreAsync(items, default, dryRun: true));
        Assert.Equal("1 artifacts", Assert.Single(items).Name);
        Assert.Equal(13, await shelf.SweepStoreAsync([], default, dryRun: true, new HashSet<string> { "r1" }));
        Assert.Equal(2, (await store.SizeAsync()).Contents);

        // What it has beside its own directory counts, once.
        var files = house.FilesOf("r1");
        var alone = shelf.SizeOf(entry);
        files.PlaceTasks(home.File("shared"));
        File.WriteAllText(Path.Combine(files.Tasks, "stdout"), "seven b");
        Assert.Equal(alone + 7, shelf.SizeOf(entry));

        Assert.Equal(8, await shelf.SweepStoreAsync([], default));
        Assert.NotNull(await store.FindAsync(given, renew: false));
        await registry.RecordAsync(new RunRemoved(0, "r1"));
        Assert.Equal(5, await shelf.SweepStoreAsync([], default));
        Assert.Null(await store.FindAsync(given, renew: false));
    }

    [Fact]
    public async Task Nothing_goes_while_it_cannot_be_told_what_is_needed()
    {
        using var home = new TemporaryDirectory();
        await using var committer = new Committer(LocalDisk.Instance, home.File("reserve"), TimeProvider.System, _ => { });
        await using var registry = new WorkflowRegistry(
            new IndexState(), committer.Add(JournalFile.Create(LocalDisk.Instance, home.File("index.journal"))));
        var store = new ArtifactStore(home.File("store"), new ManualTime(daysAhead: 10_000));
        var house = new RunHouse(
            home.File("runs"), committer, new Dictionary<string, RuntimeSeat>(), store, new SteadyClock(TimeProvider.System),
            NullLoggerFactory.Instance);
        await using var runs = new RunBook(house, registry, NullLogger<RunBook>.Instance);
        File.WriteAllText(home.File("given"), "given");
        await store.AddFileAsync(home.File("given"));
        await registry.RecordAsync(new WorkflowSaved(0, "w", 1, "d"));

        var items = new List<RemovedItem>();
        var shelf = new RunShelf(house.RunsDirectory, home.File("workflows"), store, registry, runs);
        Assert.Equal(0, await shelf.SweepStoreAsync(items, default));
        Assert.Contains("cannot be told", Assert.Single(items).Why, StringComparison.Ordinal);
        Assert.Equal(1, (await store.SizeAsync()).Contents);
    }
}
