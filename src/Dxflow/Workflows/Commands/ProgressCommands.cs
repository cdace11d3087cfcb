using Dxflow.Surfaces.Cli.Progress;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Commands;

/// <summary>Events of a run as rows of progress: what a person wants to see; bookkeeping changes nothing.</summary>
internal static class ProgressCommands
{
    public static ProgressRow? Next(ProgressRow? before, RunEventInfo change) => change.Event switch
    {
        "queued" when before is null => new ProgressRow(change.Step!, "queued"),
        "started" => new ProgressRow(change.Step!, "running", change.At, null, change.Attempt > 1 ? $"attempt {change.Attempt}" : null),
        "frozen" or "thawed" or "rested" => (before ?? new ProgressRow(change.Step!, change.State!)) with { State = change.State! },
        "progress" => Supplied(before, change),
        "retry" => new ProgressRow(change.Step!, "retrying", null, null, Because(change)),
        "stop" => (before ?? new ProgressRow(change.Step!, "stopping")) with { State = "stopping", Note = Because(change) },
        "health" => (before ?? new ProgressRow(change.Step!, change.State!)) with { State = change.State!, Note = change.Detail },
        "finished" or "dropped" => new ProgressRow(change.Step!, change.State!, before?.Since, change.At, Because(change)),
        _ => null,
    };

    /// <summary>
    /// A step that is fanned out is one row: how many of its slices are done, and how many of those failed. It changes its state when the
    /// first begins and when the last has ended.
    /// </summary>
    public static ProgressRow? Slices(SliceCounts counts, ProgressRow? before, RunEventInfo change)
    {
        counts.Count(change);
        return change.Event switch
        {
            "queued" when before is null => new ProgressRow(change.Step!, "queued"),
            "started" or "opened" when before?.State != "running" =>
                new ProgressRow(change.Step!, "running", before?.Since ?? change.At),
            "finished" or "dropped" when counts.Done == counts.All => new ProgressRow(
                change.Step!, counts.Failed > 0 ? "failed" : change.State!, before?.Since, change.At,
                $"{counts.Done - counts.Failed}/{counts.All}"),
            _ => null,
        };
    }

    /// <summary>What the step itself says of how it stands; null: nothing that a row in its state could show.</summary>
    public static ProgressRow? Look(ProgressRow row, StepInfo step) => (row.State, step) switch
    {
        ("running", { Progress: { } progress }) => row with { Done = progress },
        ("queued", { State: UnitStatus.Queued or UnitStatus.Starting, Detail: { } waits }) => row with { Note = waits },
        _ => null,
    };

    /// <summary>
    /// An image is pulled or built. The steps of a build are worth a line each where nothing is drawn; bytes are not.
    /// </summary>
    private static ProgressRow Supplied(ProgressRow? before, RunEventInfo change) => new(
        change.Step!,
        change.State!,
        before is { Until: null, Since: { } since } ? since : change.At,
        Note: change.State == "building" ? change.Detail : null,
        Done: change.State == "building" ? null : change.Detail);

    private static string? Because(RunEventInfo change)
    {
        var parts = new List<string>();
        if (ReasonText.Ended(change.Reason, change.Exit, change.Signal) is { } why)
        {
            parts.Add(why);
        }

        if (change.Detail is { } detail)
        {
            parts.Add(detail);
        }

        return parts.Count == 0 ? null : string.Join(", ", parts);
    }
}
