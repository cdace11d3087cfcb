using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing.Judging;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Tests.Workflows.Reusing;

/// <summary>
/// A document played to its end in memory: real decisions and real evaluation, tasks that are done by a function from what they were given
/// to what they leave, as JSON; null is a failure.
/// </summary>
internal sealed class PlayedRun
{
    private readonly RunWork _work;
    private readonly RunEvaluation _evaluation;
    private readonly IReadOnlyDictionary<string, FlowValue> _inputs;
    private readonly ArtifactStore _store;
    private readonly string _name;
    private readonly Dictionary<AttemptId, string?> _outputs = [];

    private PlayedRun(string name, RunPlan plan, IReadOnlyDictionary<string, FlowValue> inputs, ArtifactStore store, PlayedRun? before)
    {
        (_name, _inputs, _store) = (name, inputs, store);
        var taken = plan.Reuse is null ? null : new RunReuse(plan.Reuse, new NeutralRun(plan, inputs, store), before!.AsEarlier(), store)
        {
            Judged = (_, _, key, told) => Told[key] = told.Error ?? told.Why + (told.Passed is { } passed ? $" ({passed})" : ""),
        };
        var number = name[^1] - '0';
        _evaluation = new RunEvaluation(plan, new RunFacts(name, number, "w", inputs), new RunFiles("/h/run"), store, taken);
        _work = new RunWork(new RunState(plan), _evaluation);
    }

    /// <summary>What was done, by key, in order.</summary>
    public List<string> Done { get; } = [];

    /// <summary>Why each slice that was asked about was taken over or not, by key.</summary>
    public Dictionary<string, string> Told { get; } = [];

    public RunState State => _work.State;

    public string Result => JsonSerializer.Serialize(FlowJson.Element(_evaluation.Tried(State).Values, FlowJsonForm.Wire));

    public static PlayedRun Of(
        string document, ArtifactStore store, Func<EvaluatedTask, string?> does, PlayedRun? before = null, ReusePlan? reuse = null,
        params (string Name, FlowValue Value)[] inputs)
    {
        var plan = new PlanBench().Plan(document) with { Reuse = reuse };
        var values = inputs.ToDictionary(static input => input.Name, static input => input.Value);
        var run = new PlayedRun(before is null ? "w/1" : "w/2", plan, values, store, before);
        run._work.Create(new RunCreated(1, run._name, "w", 1, 1));
        run._work.Accept(new StartRun(), new Moment(1, 1));
        while (run.Play(does))
        {
        }

        return run;
    }

    public static ReusePlan All(params string[] from) => new("w/1", "w/1", From: from);

    public EarlierRun AsEarlier() => new(_name, State, new NeutralRun(State.Plan, _inputs, _store));

    private bool Play(Func<EvaluatedTask, string?> does)
    {
        var at = new Moment(1, 1);
        var turn = _work.TakeTurn();
        foreach (var lease in turn.Leases.Where(static lease => lease.Kind == LeaseKind.Ask))
        {
            _work.Accept(new SlicesLeased([lease.Key]), at);
            _work.Accept(new SlotsOpened([lease.Key]), at);
        }

        foreach (var command in turn.Commands)
        {
            var id = command.Id;
            switch (command.Kind)
            {
                case CommandKind.Start:
                    var task = _evaluation.Task(State, id).Task;
                    Done.Add(task.Key);
                    _outputs[id] = does(task);
                    var report = new TaskReport(id, TaskState.Exited, _outputs[id] is null ? 1 : 0);
                    _work.Accept(new TasksReported([report], ReportSource.Start), at);
                    break;
                case CommandKind.Collect:
                    _work.Accept(new OutputsRead(id, JsonDocument.Parse(_outputs[id] ?? "{}").RootElement.Clone()), at);
                    break;
                case CommandKind.Forget:
                    _work.Accept(new TasksForgotten([id]), at);
                    break;
            }
        }

        return turn.Events.Count + turn.Commands.Count + turn.Leases.Count > 0;
    }
}
