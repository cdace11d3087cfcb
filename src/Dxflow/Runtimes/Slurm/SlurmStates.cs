using Dxflow.Runtimes.Batch;

namespace Dxflow.Runtimes.Slurm;

/// <summary>
/// Every state that Slurm has for a job, and what it is for us. One that is not known counts as running: nothing is concluded from it.
/// </summary>
internal static class SlurmStates
{
    public static readonly IReadOnlyDictionary<string, (JobPhase Phase, JobEnd End)> All = new Dictionary<string, (JobPhase, JobEnd)>
    {
        ["PENDING"] = (JobPhase.Waiting, JobEnd.None),
        ["CONFIGURING"] = (JobPhase.Waiting, JobEnd.None),
        ["REQUEUED"] = (JobPhase.Waiting, JobEnd.None),
        ["REQUEUE_FED"] = (JobPhase.Waiting, JobEnd.None),
        ["REQUEUE_HOLD"] = (JobPhase.Waiting, JobEnd.None),
        ["RESV_DEL_HOLD"] = (JobPhase.Waiting, JobEnd.None),
        ["SPECIAL_EXIT"] = (JobPhase.Waiting, JobEnd.None),
        ["RUNNING"] = (JobPhase.Running, JobEnd.None),
        ["SUSPENDED"] = (JobPhase.Running, JobEnd.None),
        ["STOPPED"] = (JobPhase.Running, JobEnd.None),
        ["RESIZING"] = (JobPhase.Running, JobEnd.None),
        ["SIGNALING"] = (JobPhase.Running, JobEnd.None),
        ["COMPLETING"] = (JobPhase.Ending, JobEnd.None),
        ["STAGE_OUT"] = (JobPhase.Ending, JobEnd.None),
        ["COMPLETED"] = (JobPhase.Ended, JobEnd.Over),
        ["FAILED"] = (JobPhase.Ended, JobEnd.Over),
        ["CANCELLED"] = (JobPhase.Ended, JobEnd.Cancelled),
        ["TIMEOUT"] = (JobPhase.Ended, JobEnd.TimeLimit),
        ["OUT_OF_MEMORY"] = (JobPhase.Ended, JobEnd.OutOfMemory),
        ["NODE_FAIL"] = (JobPhase.Ended, JobEnd.Displaced),
        ["BOOT_FAIL"] = (JobPhase.Ended, JobEnd.Displaced),
        ["PREEMPTED"] = (JobPhase.Ended, JobEnd.Displaced),
        ["REVOKED"] = (JobPhase.Ended, JobEnd.Displaced),
        ["DEADLINE"] = (JobPhase.Ended, JobEnd.Impossible),
    };

    /// <summary>
    /// Why a job waits that will not begin by waiting, or may not. The other limits pass, those of users, accounts and QOS when other jobs
    /// end.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, JobHope> Hopes = new Dictionary<string, JobHope>
    {
        ["BadConstraints"] = JobHope.None,
        ["InvalidAccount"] = JobHope.None,
        ["InvalidQOS"] = JobHope.None,
        ["PartitionTimeLimit"] = JobHope.None,
        ["QOSTimeLimit"] = JobHope.None,
        ["DeadLine"] = JobHope.None,
        ["PartitionConfig"] = JobHope.Doubtful,
        ["PartitionNodeLimit"] = JobHope.Doubtful,
    };

    /// <param name="state">As Slurm writes it; <c>CANCELLED by 1000</c> in some lists.</param>
    public static (JobPhase Phase, JobEnd End) Of(string state) =>
        All.GetValueOrDefault(state.Split(' ', '+')[0], (JobPhase.Running, JobEnd.None));
}
