using System.Text;
using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;
using static Dxflow.Tests.Workflows.Running.Plans;

namespace Dxflow.Tests.Workflows.Running;

/// <summary>
/// A run that was recorded by a version: its plan, and how it was played then. The journal lies in <c>Approved/Journals</c>.
/// </summary>
internal sealed record Recording(string Name, RunPlan Plan, Action<RunScript> Play)
{
    public static IReadOnlyList<Recording> All { get; } =
    [
        new("0.1-job", JobPlan, PlayJob),
        new("0.1-failing", FailingPlan, PlayFailing),
        new("0.1-stopped", StoppedPlan, PlayStopped),
        new("0.2-paused", StoppedPlan, PlayPaused),
        new("0.2-wished", StoppedPlan, PlayWished),
        new("0.2-slices", SlicesPlan, PlaySlices),
        new("0.2-called", CalledPlan, PlayCalled),
        new("0.2-revived", RevivedPlan, static run =>
        {
            run.Exits("a", 1);
            run.Accept(new AskRetry([run.Id("a")], "ann"));
            run.Exits("a");
            run.Exits("b");
            run.Exits("slow");
        }),
        new("0.2-reused", ReusedPlan, static run =>
        {
            run.Exits("relax:1");
            run.Reads("relax:1", """{"out":"new"}""");
            run.Exits("rank");
        }),
    ];

    public static Answers Answers { get; } = new()
    {
        When = static (_, _, _) => new WhenVerdict(false),
        Fan = static (_, _) => new FanVerdict(3),
        Reuse = static (_, step, slice) => step > 0 ? default : slice == 0
            ? new ReuseVerdict("w/1", JsonDocument.Parse("""{"out":"old"}""").RootElement, "although another command")
            : slice == 2 ? new ReuseVerdict("w/1") : default,
        Close = static (_, _) => new TurnVerdict(JsonDocument.Parse("""{"out":"done"}""").RootElement, true),
    };

    private static RunPlan JobPlan => Job(
        Service("db").Checked().Restarts(RestartCondition.Always),
        Step("load", After(0, DependencyCondition.Healthy)).Leaves().Retries(2),
        Step("skipped", After(1)).When(),
        Step("report", After(1), After(2)).Limits(runSeconds: 60).Retries(1),
        OneShot("init"),
        Step("bye")) with
    { OnExit = 5 };

    private static RunPlan FailingPlan => Job(
        Step("a").Continues(),
        Step("b", After(0)),
        Step("c", After(1)),
        Step("cleanup", After(1)).If(RunIf.AnyFailed)) with
    { FailFast = true };

    private static RunPlan StoppedPlan => Up(Service("db"), Service("web", After(0, DependencyCondition.Started)), OneShot("init"));

    private static RunPlan SlicesPlan =>
        Job(Step("relax").Each(new RequirePlan(0.5m), parallel: 2).Leaves().Retries(1), Step("rank", After(0)));

    private static RunPlan RevivedPlan => Job(Step("a"), Step("b", After(0)), Step("slow"));

    private static RunPlan ReusedPlan => SlicesPlan with { Reuse = new ReusePlan("1", "w/1") };

    private static RunPlan CalledPlan => Job(Step("loop").Calls(1, new RepeatPlan(2, null, [])), Step("inside")) with
    {
        Bodies = [new BodyPlan("turn", 1, 1, [], [])],
    };

    /// <summary>Everything as a later version shows it, whatever it keeps inside.</summary>
    public static string Show(RunState state)
    {
        var text = new StringBuilder($"{state.Workflow}/{state.Number} {state.Id} {state.Status} {state.Reason} \"{state.Detail}\"");
        text.AppendLine($" by \"{state.CancelledBy}\" {state.StartedAt}-{state.EndedAt}, {state.Kept} kept");
        foreach (ref var it in state.Slices.AsSpan())
        {
            var slice = state.Steps[it.Step].First;
            text.Append($"{state.NodeOf(it.Step).Name} {it.Status} {it.Reason} attempt {it.Attempt} used {it.Used}");
            text.Append($" exit {it.Exit} {it.Signal} because {it.Because} {it.QueuedAt} {it.StartedAt} {it.EndedAt}");
            text.Append($" \"{state.Details.GetValueOrDefault(slice)}\"");
            text.AppendLine(state.Outputs.TryGetValue(slice, out var outputs) ? $" {outputs.GetRawText()}" : "");
        }

        return text.ToString();
    }

    private static void PlayJob(RunScript run)
    {
        run.Runs("db", "init");
        run.Expect(CommandKind.Probe, "db");
        run.Accept(new HealthReported(run.Id("db"), true));
        run.Exits("init");
        run.Restart();
        run.Expect(CommandKind.Find, "db", "load");
        run.Accept(new TasksReported([new TaskReport(run.Id("db"), TaskState.Running)], ReportSource.Find));
        run.Expect(CommandKind.Probe, "db");
        run.Accept(new TasksReported([new TaskReport(run.Id("load"), TaskState.NotStarted)], ReportSource.Find));
        run.Accept(new HealthReported(run.Id("db"), false, "refused"));
        run.Runs("load");
        run.Exits("load", 75);
        run.Pass(6);
        run.Runs("load");
        run.Exits("load");
        run.Reads("load", """{"out":"12"}""");
        run.Runs("report");
        run.Pass(60);
        run.Expect(CommandKind.Stop, "report");
        run.Exits("report", 143, 15);
        run.Pass(6);
        run.Ends("report", TaskState.Exited, FailureReason.OutOfMemory, "killed by the kernel");
        run.Exits("bye");
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 143, 15);
    }

    private static void PlayFailing(RunScript run)
    {
        run.Ends("a", TaskState.Lost);
        run.Ends("b", TaskState.NotStarted, FailureReason.BadInput, "no such file");
        run.Exits("cleanup");
    }

    private static void PlaySlices(RunScript run)
    {
        run.Runs("relax:0", "relax:1");
        run.Exits("relax:0");
        run.Reads("relax:0", """{"out":"1"}""");
        run.Exits("relax:1", 75);
        run.Runs("relax:2");
        run.Exits("relax:2", 1);
        run.Pass(6);
        run.Runs("relax:1");
        run.Restart();
        run.Expect(CommandKind.Find, "relax:1");
        run.Accept(new TasksReported([new TaskReport(run.Id("relax:1"), TaskState.Exited, 0)], ReportSource.Find));
        run.Reads("relax:1", """{"out":"2"}""");
        run.Exits("rank");
    }

    private static void PlayCalled(RunScript run)
    {
        run.Exits("inside");
        run.Runs("inside");
        run.Exits("inside");
    }

    private static void PlayPaused(RunScript run)
    {
        run.Runs("db");
        run.Accept(new AskPause("ann"));
        run.Expect(CommandKind.Pause, "db");
        run.Accept(new FreezesAnswered([run.Id("db")], true));
        run.Pass(30);
        run.Accept(new AskResume("ann"));
        run.Restart();
        run.Expect(CommandKind.Find, "db", "web", "init");
        run.Accept(new TasksReported([new TaskReport(run.Id("db"), TaskState.Running)], ReportSource.Find));
        run.Expect(CommandKind.Resume, "db");
        run.Accept(new FreezesAnswered([run.Id("db")], false));
        run.Accept(new TasksReported([new TaskReport(run.Id("web"), TaskState.NotStarted)], ReportSource.Find));
        run.Accept(new TasksReported([new TaskReport(run.Id("init"), TaskState.Exited, 0)], ReportSource.Find));
        run.Accept(new CancelRun(CancelMode.Stop, "ann"));
        run.Expect(CommandKind.Stop, "web");
        run.Exits("web", 143, 15);
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 143, 15);
    }

    private static void PlayWished(RunScript run)
    {
        run.Runs("db", "init");
        run.Runs("web");
        run.Exits("init", 1);
        run.Accept(new AskServices(ServiceWish.Down, [0, 1], "ann"));
        run.Expect(CommandKind.Stop, "web");
        run.Exits("web", 143, 15);
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db");
        run.Accept(new AskServices(ServiceWish.Up, [0, 2], "ann"));
        run.Runs("db", "init");
        run.Accept(new AskServices(ServiceWish.Kill, [2], "ann"));
        run.Expect(CommandKind.Kill, "init");
        run.Exits("init", 137, 9);
        run.Accept(new CancelRun(CancelMode.Stop, "ann"));
        run.Expect(CommandKind.Stop, "db");
        run.Exits("db", 143, 15);
    }

    private static void PlayStopped(RunScript run)
    {
        run.Runs("db", "init");
        run.Runs("web");
        run.Accept(new CancelRun(CancelMode.Stop, "ann"));
        run.Expect(CommandKind.Stop, "init");
        run.Exits("init", 143, 15);
        run.Expect(CommandKind.Stop, "web");
        run.Exits("web");
        run.Expect(CommandKind.Stop, "db");
        run.Accept(new CancelRun(CancelMode.Kill, "ann"));
        run.Expect(CommandKind.Kill, "db");
        run.Exits("db", 137, 9);
    }
}
