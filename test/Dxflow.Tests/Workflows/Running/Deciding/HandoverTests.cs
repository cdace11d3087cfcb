using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class HandoverTests
{
    [Fact]
    public void What_goes_on_is_let_go_and_the_rest_is_stopped()
    {
        var run = RunScript.Started(Up(Service("db"), Service("web", After(0, DependencyCondition.Started))));
        run.Runs("db");
        run.Runs("web");
        run.Accept(Handover(1, 0));
        run.Is(UnitStatus.Cancelled, "db");
        run.Expect(CommandKind.Stop, "web");
        run.Exits("web", 143, 15);
        run.Ended(RunStatus.Stopped);
        Assert.Equal("another run of the workflow has taken over", run.State.Detail);
    }

    [Fact]
    public void A_start_under_way_is_waited_for_and_then_let_go()
    {
        var run = RunScript.Started(Up(Service("db")));
        run.Accept(Handover(1));
        run.Is(UnitStatus.Starting, "db");
        run.ExpectNothing();
        run.Runs("db");
        run.Ended(RunStatus.Stopped);
    }

    [Fact]
    public void What_waits_to_start_is_not_started_any_more()
    {
        var run = RunScript.Started(Up(Service("db").Checked(), Service("web", After(0, DependencyCondition.Healthy))));
        run.Runs("db");
        run.Expect(CommandKind.Probe, "db");
        run.Accept(Handover(1, 1));
        run.Is(UnitStatus.Cancelled, "db", "web");
        run.Ended(RunStatus.Stopped);
    }

    [Fact]
    public void One_that_ended_meanwhile_is_not_started_again()
    {
        var run = RunScript.Started(Up(Service("db").Restarts(RestartCondition.Always)));
        run.Runs("db");
        run.Exits("db", 1);
        run.Is(UnitStatus.Waiting, "db");
        run.Accept(Handover(1));
        run.Ended(RunStatus.Stopped);
    }

    [Fact]
    public void A_handover_survives_a_crash()
    {
        var run = RunScript.Started(Up(Service("db"), Service("web")));
        run.Runs("db");
        run.Accept(Handover(1, 1));
        run.Is(UnitStatus.Starting, "web");
        run.Restart();
        run.Expect(CommandKind.Find, "web");
        run.Accept(new TasksReported([new TaskReport(run.Id("web"), TaskState.Running)], ReportSource.Find));
        run.Ended(RunStatus.Stopped);
    }

    [Fact]
    public void A_stop_after_it_stops_what_was_not_let_go_yet()
    {
        var run = RunScript.Started(Up(Service("db")));
        run.Accept(Handover(1));
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Runs("db");
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 143, 15);
        run.Ended(RunStatus.Stopped);
    }

    [Fact]
    public void What_was_told_to_end_before_ends_and_is_not_let_go()
    {
        var run = RunScript.Started(Up(Service("db"), Service("web")));
        run.Runs("db", "web");
        run.Accept(new AskServices(ServiceWish.Restart, [0]));
        run.Expect(CommandKind.Stop, "db");
        run.Accept(Handover(1, 1));
        run.Is(UnitStatus.Running, "db");
        run.Is(UnitStatus.Cancelled, "web");
        run.Restart();
        run.Expect(CommandKind.Find, "db");
        run.Accept(new TasksReported([new TaskReport(run.Id("db"), TaskState.Running)], ReportSource.Find));
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 143, 15);
        run.Ended(RunStatus.Stopped);
    }

    private static CancelRun Handover(params int[] going) => new(CancelMode.Handover, null, going);
}
