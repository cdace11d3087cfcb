using Dxflow.Runtimes;
using Dxflow.Runtimes.Pilot;
using Xunit;

namespace Dxflow.Tests.Runtimes.Pilot;

public sealed class PilotTermsTests
{
    private static readonly PilotTerms Terms = new(4, 1 << 30, TimeSpan.FromMinutes(30));

    [Fact]
    public void What_fits_into_a_pilot_is_not_refused()
    {
        Assert.Null(Terms.Refusal(new TaskAsk()));
        Assert.Null(Terms.Refusal(new TaskAsk(4, 1 << 30, RunMax: TimeSpan.FromMinutes(29))));
        Assert.Null(new PilotTerms(1).Refusal(new TaskAsk(1, 1L << 40, RunMax: TimeSpan.FromDays(9))));
    }

    [Fact]
    public void What_can_never_fit_is_refused_by_name()
    {
        Assert.Contains("one node", Terms.Refusal(new TaskAsk(Nodes: 2)));
        Assert.Contains("one node", Terms.Refusal(new TaskAsk(Tasks: 2)));
        Assert.Contains("no gpus", Terms.Refusal(new TaskAsk(Gpus: 1)));
        Assert.Contains("a job of the step's own", Terms.Refusal(new TaskAsk(Directives: ["--x"])));
        Assert.Contains("5 cpus", Terms.Refusal(new TaskAsk(5)));
        Assert.Contains("of memory", Terms.Refusal(new TaskAsk(1, 2L << 30)));
        Assert.Contains("may run for", Terms.Refusal(new TaskAsk(RunMax: TimeSpan.FromMinutes(30))));
    }

    [Fact]
    public void A_short_pilot_has_a_short_notice()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), Terms.Notice);
        Assert.Equal(TimeSpan.FromSeconds(15), (Terms with { Time = TimeSpan.FromMinutes(1) }).Notice);
    }
}
