using Dxflow.Runtimes.Batch.Files;

namespace Dxflow.Runtimes.Batch;

internal enum VerdictKind
{
    /// <summary>It goes on, or nobody can tell yet.</summary>
    Wait,

    /// <summary>It has not begun, and now it must not: take its token, and report this if that was possible.</summary>
    Abandon,
    Report,
}

/// <summary>
/// What is asked beside files and queue: whether we told the task to end, and for how long its end has been known without all that there
/// should be with it (files come late over a network).
/// </summary>
internal readonly record struct Circumstances(bool IsStopped, TimeSpan EndKnownFor, string Scheduler);

/// <summary>
/// How an attempt stands: the wrapper's files first. The scheduler is asked only what they cannot tell: whether a death by signal was for
/// want of memory or time, and what became of what the wrapper did not live to witness.
/// </summary>
internal readonly record struct Verdict(VerdictKind Kind, TaskReport? Report = null)
{
    private const int KilledCode = 137;

    /// <summary>Files of a node are seen here after so long at the latest.</summary>
    public static readonly TimeSpan FilesLateMax = TimeSpan.FromSeconds(2);

    /// <summary>For so long the scheduler may tell why a task died by a signal.</summary>
    public static readonly TimeSpan CauseLateMax = TimeSpan.FromSeconds(30);

    private static readonly Verdict Later = new(VerdictKind.Wait);

    public static Verdict Of(AttemptId id, Witness files, JobView? job, Circumstances around)
    {
        if (files.IsAbandoned)
        {
            return new Verdict(VerdictKind.Report, new TaskReport(id, TaskState.NotStarted));
        }

        if (files.Exit is not null)
        {
            // Who told it to end knows why it did.
            files = around.IsStopped ? files with { IsOutOfMemory = false } : files;
            var isClear = around.IsStopped || files.Refused is not null || files.IsOutOfMemory || !files.IsKilled
                || job is { IsOver: true } || around.EndKnownFor > CauseLateMax;
            return isClear ? new Verdict(VerdictKind.Report, Witnessed(id, files, job)) : Later;
        }

        if (job is not { IsOver: true })
        {
            return Later;
        }

        if (!files.HasBegun)
        {
            return new Verdict(VerdictKind.Abandon, NeverBegan(id, files, job, around));
        }

        return around.EndKnownFor < FilesLateMax ? Later : new Verdict(VerdictKind.Report, Unwitnessed(id, files, job, around));
    }

    private static TaskReport Witnessed(AttemptId id, Witness files, JobView? job)
    {
        var exit = files.Exit!.Value;
        if (files.Refused is { } refused)
        {
            return new TaskReport(id, TaskState.NotStarted, EndedAt: exit.At, Reason: FailureReason.Start, Detail: refused);
        }

        var signal = ExitCode.SignalOf(exit.Code);
        if (files.IsOutOfMemory && signal is not null)
        {
            return new TaskReport(
                id, TaskState.Exited, exit.Code, signal, files.StartedAt, exit.At, FailureReason.OutOfMemory,
                "the control group of its job ran out of memory", files.Usage);
        }

        var reason = files.IsKilled ? ReasonOf(job?.End ?? JobEnd.None) : FailureReason.None;
        return new TaskReport(
            id, TaskState.Exited, exit.Code, signal, files.StartedAt, exit.At, reason,
            files.IsKilled && job is { End: not (JobEnd.None or JobEnd.Over) } ? Told(job) : null,
            files.Usage);
    }

    private static TaskReport NeverBegan(AttemptId id, Witness files, JobView job, Circumstances around)
    {
        if (around.IsStopped)
        {
            return new TaskReport(id, TaskState.NotStarted, Detail: "stopped before it began");
        }

        var (reason, detail) = job.End switch
        {
            JobEnd.Cancelled => (FailureReason.Start, $"{Told(job)} before it began"),
            JobEnd.TimeLimit or JobEnd.Impossible => (FailureReason.SiteLimit, Told(job)),
            JobEnd.Displaced => (FailureReason.Lost, Told(job)),
            _ when job.Phase == JobPhase.Gone => (FailureReason.Lost, $"{around.Scheduler} does not know job {job.Job} any more"),
            _ when files.LastWords is { } said => (FailureReason.Start, $"{Told(job)} before the task began, with the words: {said}"),
            _ => (FailureReason.Start,
                $"{Told(job)}, and the task had not begun: the node{(job.Node is { } node ? $" {node}" : "")} has to see the work "
                + "directory under the same name as the engine, and be able to write there"),
        };
        return new TaskReport(id, TaskState.NotStarted, Reason: reason, Detail: detail);
    }

    private static TaskReport Unwitnessed(AttemptId id, Witness files, JobView job, Circumstances around)
    {
        var isKilled = around.IsStopped || job.End is JobEnd.Cancelled or JobEnd.TimeLimit or JobEnd.OutOfMemory;
        return isKilled
            ? new TaskReport(
                id, TaskState.Exited, KilledCode, ExitCode.SignalOf(KilledCode), files.StartedAt,
                Reason: around.IsStopped ? FailureReason.None : ReasonOf(job.End), Detail: around.IsStopped ? null : Told(job))
            : new TaskReport(
                id, TaskState.Lost, StartedAt: files.StartedAt, Reason: FailureReason.Lost,
                Detail: job.Phase == JobPhase.Gone
                    ? $"{around.Scheduler} does not know job {job.Job} any more, and nobody saw how the task ended"
                    : $"{Told(job)}, and nobody saw how the task ended");
    }

    private static FailureReason ReasonOf(JobEnd end) => end switch
    {
        JobEnd.TimeLimit => FailureReason.TimeoutRun,
        JobEnd.OutOfMemory => FailureReason.OutOfMemory,
        JobEnd.Displaced => FailureReason.Lost,
        _ => FailureReason.None,
    };

    private static string Told(JobView job) => $"job {job.Job} ended as {job.Said}";
}
