using System.Text.Json;
using System.Text.RegularExpressions;
using Dxflow.Artifacts;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Storage;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing;
using Dxflow.Workflows.Reusing.Caching;

namespace Dxflow.Workflows.Runs;

/// <summary>The files of runs and revisions on the disk, and which artifacts they refer to.</summary>
internal sealed partial class RunShelf(
    string runsDirectory, string workflowsDirectory, ArtifactStore store, WorkflowRegistry registry, RunBook runs)
{
    /// <summary>What is added to the store now is referred to only when its event is durable.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>What links lead to is somebody else's; what a program has closed to us is not counted.</summary>
    private static readonly EnumerationOptions OwnFiles = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly RevisionFiles _revisions = new(workflowsDirectory);

    public long SizeOf(RunEntry run) => SizeOfRun(Path.Combine(runsDirectory, run.Id));

    /// <summary>The journal goes first: a directory without one is a leftover, to whoever looks for lost runs.</summary>
    public long Delete(IReadOnlyList<RunEntry> gone) => gone.Sum(run =>
    {
        var files = new RunFiles(Path.Combine(runsDirectory, run.Id));
        if (Directory.Exists(files.Directory))
        {
            File.Delete(files.Journal);
        }

        return Delete(files.Directory);
    });

    public long DeleteRevisions(string workflow) => Delete(Path.Combine(workflowsDirectory, workflow));

    /// <summary>
    /// Removes artifacts that no kept run and no workflow refers to; returns the bytes given back. <paramref name="going"/>: runs that
    /// count as gone, for who only wants to know.
    /// </summary>
    public async Task<long> SweepStoreAsync(
        List<RemovedItem> items, CancellationToken cancel, bool dryRun = false, IReadOnlySet<string>? going = null)
    {
        try
        {
            var removed = await store.RemoveUnreferencedAsync(() => LiveAsync(going, cancel), Grace, dryRun, cancel);
            if (!dryRun)
            {
                await Task.Run(() => CacheSweep.Of(store.Results, runsDirectory, cancel), cancel);
            }

            if (removed.Contents > 0)
            {
                items.Add(new RemovedItem(
                    $"{removed.Contents} artifacts",
                    $"no kept run and no workflow refers to them, and they were there before the last {Grace.TotalMinutes:0} minutes"));
            }

            return removed.Bytes;
        }
        catch (Exception damaged) when (damaged is Fault { Info.Code: FaultKind.Internal }
            or ArtifactException or IOException or DamagedFileException)
        {
            items.Add(new RemovedItem("no artifacts", $"which of them are needed cannot be told: {damaged.Message}"));
            return 0;
        }
    }

    private async Task<IReadOnlyList<Artifact>> LiveAsync(IReadOnlySet<string>? going, CancellationToken cancel)
    {
        var kept = await registry.AskAsync(index => index.Workflows.Values.Select(
            workflow => (workflow.Name, workflow.Revision, Runs: workflow.Runs.Values.ToList())).ToList());
        var live = new List<Artifact>();
        foreach (var (name, revision, runsOfIt) in kept)
        {
            Collect(string.Join('\n', _revisions.Read(name, revision).Artifacts?.Values ?? []), live);
            foreach (var run in runsOfIt.Where(run => going?.Contains(run.Id) != true))
            {
                cancel.ThrowIfCancellationRequested();
                await CollectAsync(run, live);
            }
        }

        return live;
    }

    private async Task CollectAsync(RunEntry run, List<Artifact> live)
    {
        var (plan, files) = (runs.PlanOf(run), new RunFiles(Path.Combine(runsDirectory, run.Id)));
        Collect(JsonSerializer.Serialize(plan, PlanJson.Default.RunPlan), live);
        Collect(InputsOf(run), live);
        foreach (var outputs in await runs.AskAsync(run, state => state.Outputs.Values.ToList()))
        {
            Collect(outputs.GetRawText(), live);
        }

        foreach (var text in EarlierFiles.Texts(files, plan, store))
        {
            Collect(text, live);
        }
    }

    /// <summary>What was given for the inputs of the workflow, as it is stored.</summary>
    private string InputsOf(RunEntry run)
    {
        try
        {
            return File.ReadAllText(new RunFiles(Path.Combine(runsDirectory, run.Id)).Inputs);
        }
        catch (IOException unreadable)
        {
            throw new Fault(FaultKind.Internal, $"the inputs of {run.Workflow}/{run.Number} cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>
    /// Every digest in a text, also inside texts that are JSON themselves, as whatever the store holds under it: too many kept is
    /// harmless, one too few is not.
    /// </summary>
    private void Collect(string text, List<Artifact> live)
    {
        foreach (Match match in Digest().Matches(text))
        {
            live.AddRange(new[] { ArtifactKind.File, ArtifactKind.Dir }
                .Where(kind => File.Exists(store.PathOf(kind, match.Value)))
                .Select(kind => new Artifact(match.Value, kind, string.Empty, 0)));
        }
    }

    private static long Delete(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return 0;
        }

        var size = SizeOfRun(directory);
        TreeRemoval.DeleteRun(directory);
        return size;
    }

    /// <summary>With its attempts, where they lie elsewhere.</summary>
    private static long SizeOfRun(string directory) => SizeOf(directory) + SizeOf(new RunFiles(directory).Elsewhere ?? "");

    private static long SizeOf(string directory) => Directory.Exists(directory)
        ? new DirectoryInfo(directory).EnumerateFiles("*", OwnFiles).Sum(static file => file.Length)
        : 0;

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Digest();
}
