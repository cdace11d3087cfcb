using Dxflow.Runtimes.Batch;

namespace Dxflow.Runtimes.Lsf;

/// <summary>
/// Every state that LSF has for a job, and what it is for us; one that is not known counts as running. What ended a job is the first word
/// of its exit reason, and nothing is said of a script that came to its end.
/// </summary>
internal static class LsfStates
{
    public static (JobPhase Phase, JobEnd End) Of(string state, string reason) => state switch
    {
        "PEND" or "PSUSP" or "PROV" or "WAIT" => (JobPhase.Waiting, JobEnd.None),
        "DONE" => (JobPhase.Ended, JobEnd.Over),
        "EXIT" => (JobPhase.Ended, EndOf(reason.Split(':')[0])),
        "ZOMBI" => (JobPhase.Ending, JobEnd.None),
        _ => (JobPhase.Running, JobEnd.None),
    };

    private static JobEnd EndOf(string word) => word switch
    {
        "TERM_OWNER" or "TERM_FORCE_OWNER" or "TERM_ADMIN" or "TERM_FORCE_ADMIN" or "TERM_BUCKET_KILL" or "TERM_KUBE" => JobEnd.Cancelled,
        "TERM_RUNLIMIT" or "TERM_CPULIMIT" or "TERM_DEADLINE" or "TERM_WINDOW" => JobEnd.TimeLimit,
        "TERM_MEMLIMIT" or "TERM_SWAP" => JobEnd.OutOfMemory,
        "TERM_PREEMPT" or "TERM_LOAD" or "TERM_ZOMBIE" or "TERM_RMS" or "TERM_REQUEUE_OWNER" or "TERM_REQUEUE_ADMIN"
            or "TERM_REQUEUE_RC" or "TERM_UNKNOWN" or "TERM_SLURM" => JobEnd.Displaced,
        "TERM_ORPHAN_SYSTEM" or "TERM_CWD_NOTEXIST" => JobEnd.Impossible,
        _ => JobEnd.Over,
    };
}
