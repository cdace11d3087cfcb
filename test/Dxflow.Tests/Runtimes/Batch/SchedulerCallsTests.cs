using Dxflow.Runtimes.Batch;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch;

public sealed class SchedulerCallsTests
{
    [Fact]
    public async Task A_program_that_would_only_wait_from_then_on_is_ended_and_what_it_said_is_kept()
    {
        var calls = new SchedulerCalls(new BatchTarget("x", Commands: "/bin"), [], TimeProvider.System);
        var end = await calls.RunAsync(
            new SchedulerCall("sh", ["-c", "echo full, waiting; exec sleep 1000"], Until: ", waiting"), CancellationToken.None);
        Assert.Equal((null, "full, waiting"), (end.Code, end.Output));
    }

    [Fact]
    public void Commands_and_so_jobs_get_few_variables_and_nothing_that_changes_what_is_asked_for() => Assert.Equal(
        ["PATH=/bin", "TZ=", "SLURM_CONF=/etc/slurm.conf"],
        SchedulerCalls.Variables(
        [
            "PATH=/bin", "SBATCH_PARTITION=x", "TZ=", "SLURM_JOB_ID=1", "SLURM_CONF=/etc/slurm.conf", "PATHS=a", "TOKEN=secret",
            "SQUEUE_FORMAT=%i", "LD_PRELOAD=x",
        ], ["SLURM_CONF"]));
}
