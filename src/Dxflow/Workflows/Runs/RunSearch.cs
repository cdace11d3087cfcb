using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Storage.Journals;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// Looks through the directories of runs and revisions for what the index does not know, and tells leftovers from what it lost: a run's
/// first event is written when the index has it, and its journal is the first thing that goes when it is removed. So a directory
/// without that event is a leftover; one whose journal cannot be read at its head is put aside, where nobody removes it.
/// </summary>
internal sealed class RunSearch(string runsDirectory, string workflowsDirectory, string asideDirectory)
{
    public (List<FoundRun> Lost, List<string> Leftovers, List<string> Unreadable) Runs(IndexState index)
    {
        var (lost, leftovers, unreadable) = (new List<FoundRun>(), new List<string>(), new List<string>());
        foreach (var directory in Directory.GetDirectories(runsDirectory).Where(one => index.Find(Path.GetFileName(one)) is null))
        {
            var (run, isDamaged) = Look(new RunFiles(directory));
            if (run is not null)
            {
                lost.Add(run with { Id = Path.GetFileName(directory) });
            }
            else
            {
                (isDamaged ? unreadable : leftovers).Add(directory);
            }
        }

        return (lost, leftovers, unreadable);
    }

    /// <summary>The newest revision of every workflow that the index does not know as that.</summary>
    public List<FoundWorkflow> Workflows(IndexState index)
    {
        var found = new List<FoundWorkflow>();
        foreach (var directory in Directory.GetDirectories(workflowsDirectory))
        {
            var newest = Directory.GetFiles(directory, "*.json")
                .Select(file => int.TryParse(
                    Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .DefaultIfEmpty().Max();
            var name = Path.GetFileName(directory);
            if (newest > (index.Workflows.GetValueOrDefault(name)?.Revision ?? 0))
            {
                var content = File.ReadAllBytes(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{newest}.json")));
                found.Add(new FoundWorkflow(name, newest, Convert.ToHexStringLower(SHA256.HashData(content))));
            }
        }

        return found;
    }

    public void PutAside(string directory)
    {
        Directory.CreateDirectory(asideDirectory, RunFiles.Private);
        Directory.Move(directory, Path.Combine(asideDirectory, Path.GetFileName(directory)));
    }

    private static (FoundRun? Run, bool IsDamaged) Look(RunFiles files)
    {
        if (!File.Exists(files.Journal))
        {
            return (null, false);
        }

        RunCreated? head = null;
        try
        {
            var opening = JournalFile.Open(LocalDisk.Instance, files.Journal, (sequence, record) =>
                head = sequence == 1 ? RunRecords.Read(record) as RunCreated : head);
            opening.File?.Dispose();
            return head is { } created
                ? (new FoundRun(created.Run, created.Workflow, created.Number, created.Revision, KindOf(files.Plan), created.At), false)
                : (null, opening.Condition == JournalCondition.Damaged || opening.LastSequence > 0);
        }
        catch (Exception strange) when (strange is JsonException or DiskException)
        {
            return (null, true);
        }
    }

    /// <summary>A plan that cannot be read quarantines the run when it is taken up; here it is only about its kind.</summary>
    private static RunKind KindOf(string plan)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(plan), PlanJson.Default.RunPlan)?.Kind ?? RunKind.Job;
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException)
        {
            return RunKind.Job;
        }
    }
}
