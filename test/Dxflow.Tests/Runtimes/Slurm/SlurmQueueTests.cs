using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Slurm;
using Xunit;

namespace Dxflow.Tests.Runtimes.Slurm;

public sealed class SlurmQueueTests
{
    private const char B = '\u001f';
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(2), "x", "x");

    [Fact]
    public void Partitions_say_what_they_have_and_allow()
    {
        var parts = SlurmQueue.PartitionsOf(new ProgramEnd(0, $"main*{B}up{B}infinite{B}1-infinite{B}1/2/1/4{B}8/20/4/32\n"
            + $"long{B}drain{B}7-00:00:00{B}1{B}0/0/0/0{B}0/0/0/0"))!;
        Assert.Equal(("main", true, (TimeSpan?)null, 4, 2, 32, 20), (parts[0].Name, parts[0].IsDefault, parts[0].TimeMax, parts[0].Nodes,
            parts[0].NodesIdle, parts[0].Cpus, parts[0].CpusIdle));
        Assert.Equal((false, TimeSpan.FromDays(7), "drain"), (parts[1].IsDefault, parts[1].TimeMax!.Value, parts[1].State));
        Assert.Null(SlurmQueue.PartitionsOf(new ProgramEnd(1, "sinfo: error")));
    }

    [Fact]
    public void Jobs_have_their_times_in_the_zone_of_the_engine_and_names_may_be_anything()
    {
        var jobs = SlurmQueue.JobsOf(
            new ProgramEnd(0, string.Join(
                B, "7_[0-3]", "main", "PENDING", "Resources", "2026-01-02T03:00:00", "2026-01-02T04:00:00", "30:00", "2", "8",
                "dxflow:e:ab", "a | b") + "\n" + string.Join(B, "8", "p", "RUNNING", "None", "N/A", "N/A", "UNLIMITED", "1", "1", "", "")),
            "dxflow:e:", Zone)!;
        Assert.Equal(("7_[0-3]", "a | b", "ab", "Resources", 2, 8), (jobs[0].Id, jobs[0].Name, jobs[0].Key!, jobs[0].Reason!, jobs[0].Nodes,
            jobs[0].Cpus));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 2, 0, 0, TimeSpan.Zero), jobs[0].StartsAt);
        Assert.Equal(TimeSpan.FromMinutes(30), jobs[0].TimeMax);
        Assert.Equal((null, null, null, null), (jobs[1].Key, jobs[1].Reason, jobs[1].StartsAt, jobs[1].TimeMax));
        Assert.Empty(SlurmQueue.JobsOf(new ProgramEnd(0, ""), "dxflow:e:", Zone)!);
        Assert.Null(SlurmQueue.JobsOf(new ProgramEnd(null, ""), "dxflow:e:", Zone));
    }

    [Theory]
    [InlineData("0:30", 30)]
    [InlineData("1:02:03", 3723)]
    [InlineData("2-00:00:01", 172801)]
    [InlineData("UNLIMITED", null)]
    [InlineData("infinite", null)]
    [InlineData("NOT_SET", null)]
    [InlineData("-1:00", null)]
    [InlineData("1-", null)]
    [InlineData("99999999:00", null)]
    public void Durations_are_read_and_nothing_else(string text, int? seconds) =>
        Assert.Equal(seconds, (int?)SlurmQueue.Duration(text)?.TotalSeconds);
}
