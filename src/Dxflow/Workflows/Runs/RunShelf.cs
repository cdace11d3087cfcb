using System.Text.Json;
using System.Text.RegularExpressions;
using Dxflow.Artifacts;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;

namespace Dxflow.Workflows.Runs;

/// <summary>The files of runs and revisions on the disk, and which artifacts they refer to.</summary>
internal sealed partial class RunShelf(
    string runsDirectory, string workflowsDirectory, ArtifactStore store, WorkflowRegistry registry, RunBook runs)
{
    /// <summary>What is added to the store now is referred to only when its event is durable.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private readonly RevisionFiles _revisions = new(workflowsDirectory);

    public long SizeOf(RunEntry run) => SizeOf(Path.Combine(runsDirectory, run.Id));

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

    /// <summary>Removes artifacts that no kept run and no workflow refers to; returns the bytes given back.</summary>
    public async Task<long> SweepStoreAsync(List<RemovedItem> items, CancellationToken cancel)
    {
        var kept = await registry.AskAsync(index => index.Workflows.Values.Select(
            workflow => (workflow.Name, workflow.Revision, Runs: workflow.Runs.Values.ToList())).ToList());
        var live = new List<Artifact>();
        try
        {
            foreach (var (name, revision, runsOfIt) in kept)
            {
                Collect(string.Join('\n', _revisions.Read(name, revision).Artifacts?.Values ?? []), live);
                foreach (var run in runsOfIt)
                {
                    cancel.ThrowIfCancellationRequested();
                    await CollectAsync(run, live);
                }
            }
        }
        catch (Fault damaged)
        {
            items.Add(new RemovedItem("no artifacts", $"which of them are needed cannot be told: {damaged.Info.Detail}"));
            return 0;
        }

        var removed = await store.RemoveUnreferencedAsync(live, Grace, cancel);
        if (removed.Contents > 0)
        {
            items.Add(new RemovedItem($"{removed.Contents} artifacts", "no kept run refers to them"));
        }

        return removed.Bytes;
    }

    private async Task CollectAsync(RunEntry run, List<Artifact> live)
    {
        Collect(JsonSerializer.Serialize(runs.PlanOf(run), PlanJson.Default.RunPlan), live);
        foreach (var outputs in await runs.AskAsync(run, state => state.Outputs.Values.ToList()))
        {
            Collect(outputs.GetRawText(), live);
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

        var size = SizeOf(directory) + SizeOf(new RunFiles(directory).Elsewhere ?? "");
        TreeRemoval.DeleteRun(directory);
        return size;
    }

    private static long SizeOf(string directory) => Directory.Exists(directory)
        ? new DirectoryInfo(directory).EnumerateFiles(
            "*", SearchOption.AllDirectories).Sum(file => file.LinkTarget is null ? file.Length : 0)
        : 0;

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Digest();
}
