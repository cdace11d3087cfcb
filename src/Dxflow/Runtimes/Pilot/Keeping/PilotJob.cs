using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Pilot.Door;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Keeping;

/// <summary>
/// One pilot: a job that was, or may have been, submitted, and the worker in it while that is connected. Owned by the keeper's loop, but
/// for <see cref="File"/>, which never changes.
/// </summary>
internal sealed class PilotJob(PilotFile file, PilotTerms terms, long now)
{
    private readonly Dictionary<AttemptId, Handed> holds = [];

    public PilotFile File => file;

    public string Key => file.Key;

    /// <summary>Null: the scheduler's answer did not come.</summary>
    public string? Job { get; set; }

    public JobView? View { get; set; }

    public long SubmittedAt { get; set; } = now;

    public int Missing { get; set; }

    public PilotLink? Link { get; set; }

    /// <summary>Its worker has been here.</summary>
    public bool HasCome { get; set; }

    /// <summary>No further tasks: its end is near, or it was sent away.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>It is not wanted any more, and the scheduler is told so until it is over.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>When the scheduler may be told so again.</summary>
    public long CancelAt { get; set; }

    /// <summary>Since when every list has said that its job can never begin, or that this is in doubt.</summary>
    public long? HopelessAt { get; set; }

    public long IdleSince { get; set; } = now;

    /// <summary>When its job's time is over; null: nobody knows.</summary>
    public long? EndsAt { get; set; }

    /// <summary>Its job is certainly over, and with it all that ran there.</summary>
    public bool IsOver => Link is null && View is { IsOver: true };

    public IReadOnlyCollection<Handed> Holds => holds.Values;

    public bool CanTake => Link is { IsReady: true } && !IsLeaving;

    public void HoldNothing() => holds.Clear();

    public void Hold(Handed handed) => holds[handed.Id] = handed;

    public void Release(AttemptId id, long at)
    {
        if (holds.Remove(id) && holds.Count == 0)
        {
            IdleSince = at;
        }
    }

    public bool HasRoom(TaskAsk ask, long at)
    {
        var cpus = holds.Values.Sum(static each => each.Cpus) + ask.Cpus;
        var memory = holds.Values.Sum(static each => each.MemoryBytes) + ask.MemoryBytes;

        // A hair's breadth for sums of fractions.
        return cpus <= terms.Cpus + 1e-6 && (terms.MemoryBytes == 0 || memory <= terms.MemoryBytes)
            && (EndsAt is not { } end || at + (ask.RunMax?.TotalMilliseconds ?? 0) + terms.Notice.TotalMilliseconds <= end);
    }
}
