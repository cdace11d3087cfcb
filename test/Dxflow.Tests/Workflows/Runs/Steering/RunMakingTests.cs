using Dxflow.Operations;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Runs.Steering;
using Xunit;

namespace Dxflow.Tests.Workflows.Runs.Steering;

public sealed class RunMakingTests
{
    [Fact]
    public void What_has_nothing_to_make_is_refused_by_name()
    {
        RunMaking.Check(Plans.Up(Plans.Service("web").Contained()) with { AtRest = true });
        RunMaking.Check(Plans.Up(Plans.Service("web")));
        var process = Assert.Throws<Fault>(
            () => RunMaking.Check(Plans.Up(Plans.Service("db").Contained(), Plans.Service("web")) with { AtRest = true }));
        Assert.Contains("'web' runs on process", process.Info.Detail, StringComparison.Ordinal);
        var job = Assert.Throws<Fault>(() => RunMaking.Check(Plans.Job(Plans.Step("one")) with { AtRest = true }));
        Assert.Contains("is a job", job.Info.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_at_rest_when_nothing_of_it_lives_or_is_to_live()
    {
        var run = RunScript.Started(Plans.Up(Plans.Service("db"), Plans.Service("web")));
        Assert.False(RunMaking.IsAtRest(run.State));
        run.Runs("db", "web");
        run.Accept(new AskServices(ServiceWish.Down, [0, 1], "ann"));
        Assert.False(RunMaking.IsAtRest(run.State));
        run.Exits("db");
        run.Exits("web");
        Assert.True(RunMaking.IsAtRest(run.State));
    }

    [Fact]
    public void A_start_of_what_is_made_already_is_no_change()
    {
        var plan = Plans.Up(Plans.Service("db").Contained());
        Assert.True(Succession.IsUnchanged(plan with { AtRest = true }, plan));
        Assert.True(Succession.IsUnchanged(plan, plan with { AtRest = true }));
    }
}
