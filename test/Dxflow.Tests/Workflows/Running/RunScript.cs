using System.Text.Json;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;
using Xunit;

namespace Dxflow.Tests.Workflows.Running;

/// <summary>
/// A run played by hand: capacity without end, a runtime that does what the test says, a clock that moves when told. Every command
/// that the run gives has to be taken with <see cref="Expect"/>; starts, forgets and collections without outputs are answered alone.
/// <c>a:2</c> is slice 2 of step <c>a</c>; of a step in a called document its newest instance is meant.
/// </summary>
internal sealed class RunScript
{
    private const string Run = "0123456789abcdef";
    private readonly List<RunCommand> _open = [];

    public RunScript(RunPlan plan, IRunQuestions? answers = null, bool leases = true)
    {
        Plan = plan;
        Leases = leases;
        Answers = answers ?? new Answers();
        Work = new RunWork(new RunState(plan), Answers);
        Work.Create(new RunCreated(Now, Run, "w", 1, 1));
    }

    public RunPlan Plan { get; }

    public IRunQuestions Answers { get; }

    public RunWork Work { get; private set; }

    public RunState State => Work.State;

    public List<RunEvent> Events { get; } = [];

    public List<LeaseKey> Asked { get; } = [];

    public long Now { get; private set; } = 1_000_000;

    private bool Leases { get; }

    public static RunScript Started(RunPlan plan, Func<RunState, int, int, WhenVerdict> when) => Started(plan, new Answers { When = when });

    public static RunScript Started(RunPlan plan, IRunQuestions? answers = null)
    {
        var script = new RunScript(plan, answers);
        script.Accept(new StartRun());
        return script;
    }

    public UnitStatus Of(string name) => State.Steps[Step(name)].Status;

    public SliceState Slice(string name) => State.Slices[State.IndexOf(Step(name), Place(name))];

    public string? Detail(string name) => State.Details.GetValueOrDefault(State.IndexOf(Step(name), Place(name)));

    public void Is(UnitStatus status, params string[] names) =>
        Assert.Equal(names.Select(name => (name, status)), names.Select(name => (name, Of(name))));

    public void Accept(RunInput input)
    {
        Work.Accept(input, new Moment(Now, 7));
        Drain();
    }

    public void Pass(double seconds)
    {
        Now += (long)(seconds * 1000);
        Work.Tick(new Moment(Now, 7));
        Drain();
    }

    public void Runs(params string[] names) => Reports(names.Select(name => new TaskReport(Id(name), TaskState.Running)));

    public void Exits(string name, int code = 0, int? signal = null) =>
        Reports([new TaskReport(Id(name), TaskState.Exited, code, signal)]);

    public void Ends(string name, TaskState state, FailureReason reason = FailureReason.None, string? detail = null) =>
        Reports([new TaskReport(Id(name), state, Reason: reason, Detail: detail)]);

    public void Reads(string name, string? json, FailureReason reason = FailureReason.None)
    {
        Expect(CommandKind.Collect, name);
        Accept(new OutputsRead(Id(name), json is null ? null : JsonDocument.Parse(json).RootElement.Clone(), reason, reason.ToString()));
    }

    /// <summary>The run gave this command; stops are answered.</summary>
    public void Expect(CommandKind kind, params string[] names)
    {
        foreach (var name in names)
        {
            var found = _open.FindIndex(command => command.Kind == kind && command.Id.Step == Step(name)
                && (!name.Contains(':') || command.Id.Slice == Place(name)));
            Assert.True(found >= 0, $"{kind} {name} was not given, but [{string.Join(", ", _open)}]");
            var id = _open[found].Id;
            _open.RemoveAt(found);
            if (kind is CommandKind.Stop or CommandKind.Kill)
            {
                Accept(new StopsAnswered([id]));
            }
        }
    }

    public void ExpectNothing() => Assert.Empty(_open);

    public void Ended(RunStatus status, FailureReason reason = FailureReason.None)
    {
        ExpectNothing();
        Assert.Equal((status, reason), (State.Status, State.Reason));
        Assert.True(State.IsDone);
    }

    /// <summary>The engine dies; another replays the events.</summary>
    public void Restart()
    {
        _open.Clear();
        var state = new RunState(Plan);
        foreach (var fact in Events)
        {
            RunApply.Apply(state, fact);
        }

        Work = new RunWork(state, Answers);
        Accept(new RunRecovered());
    }

    public AttemptId Id(string name) => State.AttemptOf(State.IndexOf(Step(name), Place(name)));

    private int Step(string name)
    {
        var plain = name.Split(':')[0];
        return Enumerable.Range(0, State.Steps.Length).Last(step => State.NodeOf(step).Name == plain);
    }

    private static int Place(string name) =>
        name.Split(':') is [_, var place] ? int.Parse(place, System.Globalization.CultureInfo.InvariantCulture) : 0;

    private void Reports(IEnumerable<TaskReport> reports) => Accept(new TasksReported([.. reports], ReportSource.Watch));

    private void Drain()
    {
        while (Work.TakeTurn() is { } turn && (turn.Events.Count | turn.Commands.Count | turn.Leases.Count) > 0)
        {
            Events.AddRange(turn.Events);
            Asked.AddRange(turn.Leases.Where(lease => lease.Kind == LeaseKind.Ask).Select(lease => lease.Key));
            if (Leases && Asked.Count > 0)
            {
                Work.Accept(new SlicesLeased([.. Asked]), new Moment(Now, 7));
                Work.Accept(new SlotsOpened([.. Asked]), new Moment(Now, 7));
                Asked.Clear();
            }

            foreach (var command in turn.Commands)
            {
                Answer(command);
            }
        }

        Assert.False(Work.Outbox.OwesMore());
    }

    private void Answer(RunCommand command)
    {
        var at = new Moment(Now, 7);
        switch (command.Kind)
        {
            case CommandKind.Start:
                Work.Accept(new TasksReported([new TaskReport(command.Id, TaskState.Queued)], ReportSource.Start), at);
                break;
            case CommandKind.Forget:
                Work.Accept(new TasksForgotten([command.Id]), at);
                break;
            default:
                _open.Add(command);
                break;
        }
    }
}
