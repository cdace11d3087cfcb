using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing.Caching;
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
        var (now, place) = (new NeutralRun(plan, inputs, store), new CachePlace(RunsDirectory(store), name[^1..], name, IsPreview: false));
        var earlier = plan.Reuse is null ? null : new RunReuse(plan.Reuse, now, before!.AsEarlier(), store);
        var taken = new RunTakeover(now, () => earlier, Cache = new RunCache(plan, now, store, place))
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

    public RunCache Cache { get; }

    public string Result => JsonSerializer.Serialize(FlowJson.Element(_evaluation.Tried(State).Values, FlowJsonForm.Wire));

    public static PlayedRun Of(
        string document, ArtifactStore store, Func<EvaluatedTask, string?> does, PlayedRun? before = null, ReusePlan? reuse = null,
        params (string Name, FlowValue Value)[] inputs)
    {
        var plan = Known(new PlanBench().Plan(document)) with { Reuse = reuse };
        var values = inputs.ToDictionary(static input => input.Name, static input => input.Value);
        var run = new PlayedRun(before is null ? "w/1" : "w/2", plan, values, store, before);
        return run.Played(does);
    }

    /// <summary>A run with a name of its own, which is kept with the others.</summary>
    public static PlayedRun Named(
        string name, string document, ArtifactStore store, Func<EvaluatedTask, string?> does,
        params (string Name, FlowValue Value)[] inputs)
    {
        Directory.CreateDirectory(Path.Combine(RunsDirectory(store), name[^1..]));
        var values = inputs.ToDictionary(static input => input.Name, static input => input.Value);
        return new PlayedRun(name, Known(new PlanBench().Plan(document)), values, store, before: null).Played(does);
    }

    private PlayedRun Played(Func<EvaluatedTask, string?> does)
    {
        _work.Create(new RunCreated(1, _name, "w", 1, 1));
        _work.Accept(new StartRun(), new Moment(1, 1));
        while (Play(does))
        {
        }

        return this;
    }

    /// <summary>Runs are kept beside the store, as directories of their names' digits.</summary>
    public static string RunsDirectory(ArtifactStore store) =>
        Path.GetFullPath(Path.Combine(store.PathOf(ArtifactKind.File, new string('0', 64)), "../../../runs"));

    public static ReusePlan All(params string[] from) => new("w/1", "w/1", From: from);

    public EarlierRun AsEarlier() => new(_name, State, new NeutralRun(State.Plan, _inputs, _store));

    /// <summary>Which programs the names mean is known.</summary>
    private static RunPlan Known(RunPlan plan) => plan with
    {
        Nodes = [.. plan.Nodes.Select(static node => node.Step is { Call: null } ? node with { Made = "known" } : node)],
    };

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
                    if (Cache.Remembered(State, id) is { } one)
                    {
                        _store.Results.Keep(one.Digest, one.Entry);
                    }

                    _work.Accept(new TasksForgotten([id]), at);
                    break;
            }
        }

        return turn.Events.Count + turn.Commands.Count + turn.Leases.Count > 0;
    }
}
