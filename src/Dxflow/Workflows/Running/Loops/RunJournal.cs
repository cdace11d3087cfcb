using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Storage.Journals;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Loops;

/// <summary>What a run's journal held: its state, and the file to go on with (in the opening; null if damaged).</summary>
internal sealed record RunReplay(RunState State, JournalOpening Opening);

/// <summary>Opens a run's journal after whatever happened and applies every event. Nothing is decided here.</summary>
internal static class RunJournal
{
    /// <exception cref="JsonException">A record is no event of this version: the run is to be quarantined.</exception>
    /// <exception cref="DiskException">The file cannot be read.</exception>
    public static RunReplay Open(IDisk disk, string path, RunPlan plan)
    {
        var state = new RunState(plan);
        var opening = JournalFile.Open(disk, path, (_, record) =>
        {
            RunApply.Apply(state, RunRecords.Read(record));

            // Only what is live looks at changes; a million of them are not to be kept for it.
            state.ForgetChanges();
        });
        return new RunReplay(state, opening);
    }
}
