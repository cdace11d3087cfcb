using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Xunit;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running.Deciding;

public sealed class ServiceTests
{
    [Fact]
    public void A_step_waits_for_health_and_services_stop_at_the_end()
    {
        var run = RunScript.Started(Job(Service("s").Checked(), Step("a", After(0, DependencyCondition.Healthy))));
        run.Runs("s");
        run.Expect(CommandKind.Probe, "s");
        run.Is(UnitStatus.Waiting, "a");
        run.Accept(new HealthReported(run.Id("s"), true));
        run.Runs("a");
        run.Exits("a");
        run.Expect(CommandKind.Stop, "s");
        run.Exits("s", 143, 15);
        run.Is(UnitStatus.Succeeded, "s");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void Healthy_of_a_service_without_a_check_is_started()
    {
        var run = RunScript.Started(Job(Service("s"), Step("a", After(0, DependencyCondition.Healthy))));
        run.Runs("s");
        run.Is(UnitStatus.Starting, "a");
    }

    [Fact]
    public void A_service_that_is_unhealthy_from_the_start_omits_what_waits_for_it()
    {
        var run = RunScript.Started(Job(Service("s").Checked(), Step("a", After(0, DependencyCondition.Healthy))));
        run.Runs("s");
        run.Expect(CommandKind.Probe, "s");
        run.Accept(new HealthReported(run.Id("s"), false, "refused"));
        run.Is(UnitStatus.Omitted, "a");
        Assert.Equal(0, run.Slice("a").Because);
        run.Expect(CommandKind.Stop, "s");
        run.Exits("s", 143, 15);
        run.Ended(RunStatus.Failed, FailureReason.Service);
    }

    [Fact]
    public void A_service_that_ends_for_good_takes_its_users_along()
    {
        var run = RunScript.Started(Job(
            Service("s"),
            Step("uses", After(0, DependencyCondition.Started)).Retries(3, RetryClass.Any),
            Step("waits", After(0, DependencyCondition.Started), After(3)),
            Step("other")));
        run.Runs("s", "uses", "other");
        run.Exits("s", 1);
        run.Expect(CommandKind.Stop, "uses");
        run.Is(UnitStatus.Omitted, "waits");
        run.Exits("uses", 143, 15);
        run.Is(UnitStatus.Failed, "uses");
        Assert.Equal(FailureReason.Service, run.Slice("uses").Reason);
        run.Exits("other");
        run.Ended(RunStatus.Failed, FailureReason.Service);
    }

    [Fact]
    public void A_service_nobody_waits_for_any_more_may_end()
    {
        var run = RunScript.Started(Job(Service("s"), Step("a", After(0, DependencyCondition.Started)), Step("b")));
        run.Runs("s", "a");
        run.Exits("a");
        run.Exits("s", 1);
        run.Exits("b");
        run.Is(UnitStatus.Failed, "s");
        run.Ended(RunStatus.Succeeded);
    }

    [Theory]
    [InlineData("No", 1, false)]
    [InlineData("OnFailure", 1, true)]
    [InlineData("OnFailure", 0, false)]
    [InlineData("Always", 0, true)]
    [InlineData("UnlessStopped", 1, true)]
    public void A_restart_policy_decides_about_another_start(string condition, int code, bool isRestarted)
    {
        var run = RunScript.Started(Up(Service("s").Restarts(Enum.Parse<RestartCondition>(condition))));
        run.Runs("s");
        run.Exits("s", code);
        run.Is(isRestarted ? UnitStatus.Waiting : code == 0 ? UnitStatus.Succeeded : UnitStatus.Failed, "s");
    }

    [Fact]
    public void Restarts_slow_down_up_to_their_limit()
    {
        var run = RunScript.Started(Up(Service("s").Restarts(RestartCondition.OnFailure, limit: 2)));
        run.Runs("s");
        run.Exits("s", 1);
        run.Pass(1.3);
        run.Runs("s");
        run.Exits("s", 1);
        run.Pass(1.3);
        run.Is(UnitStatus.Waiting, "s");
        run.Pass(1.3);
        run.Runs("s");
        run.Exits("s", 1);
        run.Ended(RunStatus.Failed, FailureReason.Exit);
    }

    [Fact]
    public void A_service_that_ran_steadily_restarts_quickly_again()
    {
        var run = RunScript.Started(Up(Service("s").Restarts(RestartCondition.Always)));
        for (var times = 0; times < 5; times++)
        {
            run.Runs("s");
            run.Pass(11);
            run.Exits("s", 1);
            run.Pass(1.3);
        }

        run.Is(UnitStatus.Starting, "s");
    }

    [Fact]
    public void A_service_that_could_not_start_is_not_restarted()
    {
        var run = RunScript.Started(Up(Service("s").Restarts(RestartCondition.Always)));
        run.Ends("s", TaskState.NotStarted, FailureReason.Start, "no such program");
        run.Ended(RunStatus.Failed, FailureReason.Start);
    }

    [Fact]
    public void Health_is_asked_anew_of_a_restarted_service()
    {
        var run = RunScript.Started(Job(
            Service("s").Checked().Restarts(RestartCondition.Always),
            Step("b"),
            Step("a", After(0, DependencyCondition.Healthy), After(1))));
        run.Runs("s");
        run.Expect(CommandKind.Probe, "s");
        run.Accept(new HealthReported(run.Id("s"), true));
        run.Exits("s", 1);
        run.Pass(2);
        run.Exits("b");
        run.Is(UnitStatus.Waiting, "a");
        run.Runs("s");
        run.Expect(CommandKind.Probe, "s");
        run.Accept(new HealthReported(run.Id("s"), true));
        run.Is(UnitStatus.Starting, "a");
    }

    [Fact]
    public void Services_stop_in_reverse_order()
    {
        var run = RunScript.Started(Up(Service("db"), Service("web", After(0, DependencyCondition.Started))));
        run.Runs("db");
        run.Runs("web");
        run.Accept(new CancelRun(CancelMode.Stop));
        run.Expect(CommandKind.Stop, "web");
        run.ExpectNothing();
        run.Exits("web");
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db");
        run.Ended(RunStatus.Stopped);
    }

    [Fact]
    public void An_up_run_ends_when_all_have_exited_well()
    {
        var run = RunScript.Started(Up(Service("a"), Service("b")));
        run.Runs("a", "b");
        run.Exits("a");
        Assert.Equal(RunStatus.Running, run.State.Status);
        run.Exits("b");
        run.Ended(RunStatus.Succeeded);
    }

    [Fact]
    public void In_an_up_run_a_failed_one_shot_omits_only_what_waits_for_it()
    {
        var run = RunScript.Started(Up(OneShot("init"), Service("web", After(0, DependencyCondition.Succeeded)), Service("other")));
        run.Runs("init", "other");
        run.Exits("init", 1);
        run.Is(UnitStatus.Omitted, "web");
        run.Is(UnitStatus.Running, "other");
        run.Exits("other");
        run.Ended(RunStatus.Failed, FailureReason.Exit);
    }

    [Fact]
    public void What_is_not_required_does_not_hold_up()
    {
        var run = RunScript.Started(Up(OneShot("init"), Service("web", After(0, DependencyCondition.Succeeded, required: false))));
        run.Exits("init", 1);
        run.Is(UnitStatus.Starting, "web");
    }

    [Fact]
    public void A_service_that_never_became_needed_is_skipped()
    {
        var run = RunScript.Started(Job(Service("db").Checked(), Service("web", After(0, DependencyCondition.Healthy)), Step("a")));
        run.Runs("db");
        run.Expect(CommandKind.Probe, "db");
        run.Exits("a");
        run.Is(UnitStatus.Skipped, "web");
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db");
        run.Ended(RunStatus.Succeeded);
    }
}
