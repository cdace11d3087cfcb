using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Runs.Sealed;

/// <summary>What the files of a run that has ended come to. Its state is its reader's own.</summary>
internal static class StoredRun
{
    /// <exception cref="DamagedFileException">What is there is no run.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RunState Open(RunFiles files)
    {
        try
        {
            var (state, opening) = RunJournal.Open(LocalDisk.Instance, files.Journal, Plan(files));
            opening.File?.Dispose();
            return opening.File is not null ? state
                : throw new DamagedFileException(files.Journal, opening.Offset, opening.Message ?? "damaged");
        }
        catch (JsonException strange)
        {
            throw new DamagedFileException(files.Journal, 0, strange.Message);
        }
    }

    /// <exception cref="DamagedFileException">What is there is no plan.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RunPlan Plan(RunFiles files)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(files.Plan), PlanJson.Default.RunPlan)!;
        }
        catch (JsonException strange)
        {
            throw new DamagedFileException(files.Plan, 0, strange.Message);
        }
    }
}
