using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs.Sealed;

/// <summary>What the disk holds of a run: its plan, its inputs, its journal. A fault names the run and what is damaged.</summary>
internal sealed class StoredRuns(RunHouse house)
{
    /// <summary>The values of the workflow's inputs, as the run began with them.</summary>
    public IReadOnlyDictionary<string, FlowValue> Inputs(RunEntry run, RunPlan plan)
    {
        using var stored = JsonDocument.Parse(File.ReadAllBytes(house.FilesOf(run.Id).Inputs));
        return WorkflowInputs.Read(stored.RootElement, plan.Inputs);
    }

    /// <exception cref="Fault">What is stored cannot be read.</exception>
    public RunState Load(RunEntry run) => Read(run, StoredRun.Open);

    /// <exception cref="Fault">What is stored cannot be read.</exception>
    public RunPlan Plan(RunEntry run) => Read(run, StoredRun.Plan);

    private T Read<T>(RunEntry run, Func<RunFiles, T> read)
    {
        try
        {
            return read(house.FilesOf(run.Id));
        }
        catch (IOException unreadable)
        {
            throw Damaged(run, unreadable.Message);
        }
    }

    public static Fault Damaged(RunEntry run, string why) => new(
        FaultKind.Internal,
        $"run {RunProjection.NameOf(run)} is damaged: {why}",
        $"remove it: dxflow workflow remove {RunProjection.NameOf(run)}");

    private JournalOpening Open(RunEntry run)
    {
        var opening = JournalFile.Open(house.Disk, house.FilesOf(run.Id).Journal);
        return opening.File is not null
            ? opening
            : throw Damaged(run, opening.Message!);
    }

    /// <summary>What the journal holds after a sequence.</summary>
    public IEnumerable<(long Sequence, RunEvent Fact)> Facts(RunEntry run, long after)
    {
        using var file = Open(run).File!;
        foreach (var item in Facts(run, file.Read(after + 1)))
        {
            yield return item;
        }
    }

    /// <summary>The same of a journal that is open, up to what is durable.</summary>
    public static IEnumerable<(long Sequence, RunEvent Fact)> Facts(RunEntry run, JournalReader reader)
    {
        while (Next(run, reader) is { } fact)
        {
            yield return (reader.Sequence, fact);
        }
    }

    private static RunEvent? Next(RunEntry run, JournalReader reader)
    {
        try
        {
            return reader.Next() ? RunRecords.Read(reader.Payload) : null;
        }
        catch (Exception damaged) when (damaged is DamagedFileException or JsonException)
        {
            throw Damaged(run, damaged.Message);
        }
    }
}
