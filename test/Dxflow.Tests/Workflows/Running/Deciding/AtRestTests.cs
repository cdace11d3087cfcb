using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

/// <summary>Runs that begin with all of their services stopped.</summary>
public sealed class AtRestTests
{
    private static readonly RunEntry Entry = new("0123456789abcdef", "w", 1, 1, RunKind.Up, 0, null, null);

    [Fact]
    public void Nothing_starts_until_it_is_wished()
    {
        var run = RunScript.Started(Resting(Service("db"), Service("web", After(0, DependencyCondition.Started))));
        run.ExpectNothing();
        run.Is(UnitStatus.Waiting, "db", "web");
        Assert.Equal(UnitStatus.Created, RunProjection.Shown(run.State, run.Slice("db")));
        Assert.Equal(RunStatus.Created, RunProjection.Run(Entry, run.State, default).State);
        run.Pass(100_000);
        run.Restart();
        run.ExpectNothing();
        run.Accept(new AskServices(ServiceWish.Up, [0, 1], "ann"));
        run.Is(UnitStatus.Starting, "db");
        run.Runs("db");
        run.Runs("web");
        run.Is(UnitStatus.Running, "db", "web");
        Assert.Equal(RunStatus.Running, RunProjection.Run(Entry, run.State, default).State);
    }

    [Fact]
    public void What_was_started_and_stopped_is_not_shown_as_created()
    {
        var run = RunScript.Started(Resting(Service("db"), Service("web")));
        run.Accept(new AskServices(ServiceWish.Up, [0], "ann"));
        run.Runs("db");
        run.Accept(new AskServices(ServiceWish.Down, [0], "ann"));
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db");
        Assert.Equal(UnitStatus.Stopped, RunProjection.Shown(run.State, run.Slice("db")));
        Assert.Equal(UnitStatus.Created, RunProjection.Shown(run.State, run.Slice("web")));
    }

    [Fact]
    public void A_batch_that_a_crash_has_torn_starts_nothing()
    {
        var run = RunScript.Started(Resting(Service("db")));
        var begun = run.Events.FindIndex(static fact => fact is RunStarted);
        Assert.True(run.Events.FindIndex(static fact => fact is ServicesWished) is >= 0 and var wished && wished < begun);
        run.Events.RemoveRange(begun, run.Events.Count - begun);
        run.Restart();
        run.ExpectNothing();
        Assert.Equal(RunStatus.Running, run.State.Status);
        Assert.Equal(UnitStatus.Created, RunProjection.Shown(run.State, run.Slice("db")));
    }

    [Fact]
    public void A_stop_and_a_takeover_end_it_at_once()
    {
        foreach (var mode in (CancelMode[])[CancelMode.Stop, CancelMode.Kill, CancelMode.Handover])
        {
            var run = RunScript.Started(Resting(Service("db"), Service("web") with { Replicas = 3 }));
            run.Accept(new CancelRun(mode, Going: mode == CancelMode.Handover ? [1, 3] : null));
            run.Ended(RunStatus.Stopped);
        }
    }

    [Fact]
    public void One_that_is_started_brings_what_it_waits_for_unless_that_was_up_before()
    {
        var plan = Resting(
            Service("db"), Service("api", After(0, DependencyCondition.Started)), Service("web", After(1, DependencyCondition.Started)),
            Service("other"));
        var run = RunScript.Started(plan);
        Assert.Equal([2, 1, 0], Wishes.WithUnbegun(run.State, [2]));
        run.Accept(new AskServices(ServiceWish.Up, [0], "ann"));
        run.Runs("db");
        run.Accept(new AskServices(ServiceWish.Down, [0], "ann"));
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db");
        Assert.Equal([2, 1], Wishes.WithUnbegun(run.State, [2]));
        Assert.Equal([2], Wishes.WithUnbegun(new RunState(plan with { AtRest = false }), [2]));
    }

    private static RunPlan Resting(params NodePlan[] nodes) => Up(nodes) with { AtRest = true };
}
