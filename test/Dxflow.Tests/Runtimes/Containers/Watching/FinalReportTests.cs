using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Watching;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Watching;

public sealed class FinalReportTests
{
    private static readonly AttemptId Id = new("0123456789abcdef", 0, 0, 1);

    private static readonly ContainerState Exited = new(
        "exited", ExitCode: 3, StartedAt: "2026-01-01T10:00:00.5Z", FinishedAt: "2026-01-01T11:00:00.123456789Z");

    [Fact]
    public void A_code_above_128_is_a_signal_too()
    {
        Assert.Equal((3, null), (FinalReport.Of(Id, Exited, null).Exit, FinalReport.Of(Id, Exited, null).Signal));
        Assert.Equal(9, FinalReport.Of(Id, Exited with { ExitCode = 137 }, null).Signal);
    }

    [Fact]
    public void A_death_for_want_of_memory_is_said_so() =>
        Assert.Equal(FailureReason.OutOfMemory, FinalReport.Of(Id, Exited with { OomKilled = true }, null).Reason);

    [Theory]
    [InlineData("2026-01-01T11:00:10Z", true)]
    [InlineData("2026-01-01T10:59:58Z", true)]
    [InlineData("2026-01-01T12:00:00Z", false)]
    [InlineData("2026-01-01T09:00:00Z", false)]
    public void What_ended_with_the_daemon_is_lost(string daemon, bool isLost) => Assert.Equal(
        isLost ? TaskState.Lost : TaskState.Exited, FinalReport.Of(Id, Exited, DateTimeOffset.Parse(daemon)).State);

    [Fact]
    public void A_container_that_was_started_before_has_not_run_until_it_is_started_again()
    {
        Assert.True(FinalReport.NeverRan(new ContainerState("created", StartedAt: "0001-01-01T00:00:00Z"), null));
        Assert.True(FinalReport.NeverRan(Exited, Exited.StartedAt));
        Assert.False(FinalReport.NeverRan(Exited, null));
        Assert.False(FinalReport.NeverRan(Exited with { Running = true }, Exited.StartedAt));
    }

    [Fact]
    public void Only_an_inits_own_words_alone_say_that_the_program_never_ran()
    {
        var refused = Exited with { ExitCode = 127 };
        const string Words = "[FATAL tini (7)] exec ./x failed: No such file or directory";
        Assert.Equal(Words, FinalReport.Refusal(refused, [Words]));
        Assert.Null(FinalReport.Refusal(refused, [Words, "more"]));
        Assert.Null(FinalReport.Refusal(refused, ["sh: not found"]));
        Assert.Null(FinalReport.Refusal(Exited, [Words]));
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 1767225600_000000000)]
    [InlineData("2026-01-01T00:00:00.5Z", 1767225600_500000000)]
    [InlineData("2026-01-01T01:00:00.000000001+01:00", 1767225600_000000001)]
    [InlineData("0001-01-01T00:00:00Z", null)]
    [InlineData("", null)]
    [InlineData("nonsense", null)]
    public void Moments_keep_their_nanoseconds(string text, long? expected) => Assert.Equal(expected, EngineTime.Nanoseconds(text));

    [Fact]
    public void Since_is_written_with_all_digits() => Assert.Equal("12.000000034", EngineTime.Seconds(12_000_000_034));
}
