using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Slurm;
using Xunit;

namespace Dxflow.Tests.Runtimes.Slurm;

public sealed class SlurmStepsTests
{
    [Fact]
    public void A_program_shares_what_the_job_has_and_waits_for_nothing_for_ever()
    {
        var call = SlurmSteps.Beside(new BesideAsk("12", ["/bin/sh", "file"]));
        Assert.Equal(
            "--jobid=12 --overlap --nodes=1 --ntasks=1 --relative=0 --chdir=/ --mpi=none --quit-on-interrupt --immediate=20 --quiet "
            + "/bin/sh file",
            string.Join(' ', call.Arguments));
        Assert.Contains("--pty", SlurmSteps.Beside(new BesideAsk("12", ["x"], HasTerminal: true)).Arguments);
        Assert.Equal(2, SlurmSteps.Beside(new BesideAsk("12", ["x"], IsMute: true)).Arguments.Count(static each => each == "--quiet"));
    }

    [Fact]
    public void Steps_of_a_job_add_up_and_what_makes_no_sense_is_left_out()
    {
        var used = SlurmSteps.UsageOf(new ProgramEnd(1, """
            sstat: error: couldn't get steps for job 14
            12.batch|cpu=00:00:03,energy=0,fs/disk=1690034,mem=44160K,pages=0,vmem=48460K|energy=0,fs/disk=1695|44252K
            12.0|cpu=1-00:00:01,mem=1.50M|fs/disk=5|2M
            13.batch|||
            14.batch|cpu=
            """));
        Assert.Equal(["12"], used.Keys);
        Assert.Equal(
            (86404.0, (44252L + 2048) << 10, (44160L + 1536) << 10, 1690034L, 1700L),
            (used["12"].CpuSeconds, used["12"].MemoryPeakBytes, used["12"].MemoryBytes, used["12"].ReadBytes, used["12"].WrittenBytes));
    }
}
