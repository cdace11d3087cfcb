using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Files;

namespace Dxflow.Runtimes.Pilot.Keeping;

/// <summary>
/// How an attempt stands whose worker is not there to tell: by its files, and by whether the pilot's job is over. Only then nothing of it
/// can run any more, and it is lost; until then nobody knows, and nothing takes its place.
/// </summary>
internal static class PilotVerdict
{
    /// <param name="id">The attempt.</param>
    /// <param name="files">What its directory tells.</param>
    /// <param name="over">The pilot's job where it is over; null: it may go on.</param>
    /// <param name="around">What was asked of it, and for how long its end is known.</param>
    public static Verdict Of(AttemptId id, Witness files, JobView? over, Circumstances around)
    {
        if (files.Exit is { } exit && !around.IsStopped
            && ExitCode.SignalOf(exit.Code) is SignalNames.Terminate or SignalNames.Kill)
        {
            // What ends a job ends its tasks by a signal too, and the worker, who knows which it was, may be back in a moment.
            return over is null ? new Verdict(VerdictKind.Wait) : new Verdict(VerdictKind.Report, new TaskReport(
                id, TaskState.Lost, StartedAt: files.StartedAt, EndedAt: exit.At, Reason: FailureReason.Lost,
                Detail: $"the pilot's job {over.Job} ended as {over.Said}, and the task with it"));
        }

        var end = files.Exit is null ? JobEnd.Displaced : JobEnd.Over;
        return Verdict.Of(
            id, files, over is null ? null : over with { End = end }, files.Exit is null ? around : around with { IsStopped = true });
    }
}
