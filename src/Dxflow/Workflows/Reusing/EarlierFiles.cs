using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing.Judging;
using Dxflow.Workflows.Runs;

namespace Dxflow.Workflows.Reusing;

/// <summary>
/// The files of an earlier run get a second name in the directory of the run that takes over from it, for as long as that one is not
/// sealed: so the earlier one may be removed meanwhile, and an engine that dies finds what was begun.
/// </summary>
internal static class EarlierFiles
{
    /// <exception cref="Fault">The earlier run was removed in this very moment.</exception>
    public static void Keep(RunHouse house, RunPlan plan, RunFiles files)
    {
        if (plan.Reuse is not { } reuse)
        {
            return;
        }

        var (from, to) = (house.FilesOf(reuse.Run), files.Reused);
        Directory.CreateDirectory(to.Directory, RunFiles.Private);
        try
        {
            FileCalls.Link(from.Plan, to.Plan);
            FileCalls.Link(from.Inputs, to.Inputs);
            FileCalls.Link(from.Journal, to.Journal);
        }
        catch (DiskException gone) when (gone.Errno == Errno.NoEntry)
        {
            throw new Fault(FaultKind.Conflict, $"run {reuse.Name} has just been removed", "take over from another run", gone);
        }

        house.Disk.SyncDirectory(to.Directory);
        house.Disk.SyncDirectory(files.Directory);
    }

    /// <summary>All that is kept of an earlier run as texts, in which the artifacts that may still be taken over are named.</summary>
    public static IEnumerable<string> Texts(RunFiles files, RunPlan plan, Artifacts.ArtifactStore store)
    {
        if (plan.Reuse is not { } reuse || !File.Exists(files.Reused.Journal))
        {
            yield break;
        }

        yield return File.ReadAllText(files.Reused.Inputs);
        foreach (var outputs in EarlierRun.Open(files.Reused, reuse.Name, store).State.Outputs.Values)
        {
            yield return outputs.GetRawText();
        }
    }
}
