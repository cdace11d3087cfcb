using Dxflow.Runtimes.Batch;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch;

public sealed class SchedulerCallsTests
{
    [Fact]
    public void Commands_and_so_jobs_get_few_variables_and_nothing_that_changes_what_is_asked_for() => Assert.Equal(
        ["PATH=/bin", "TZ=", "SLURM_CONF=/etc/slurm.conf"],
        SchedulerCalls.Variables(
        [
            "PATH=/bin", "SBATCH_PARTITION=x", "TZ=", "SLURM_JOB_ID=1", "SLURM_CONF=/etc/slurm.conf", "PATHS=a", "TOKEN=secret",
            "SQUEUE_FORMAT=%i", "LD_PRELOAD=x",
        ], ["SLURM_CONF"]));
}
