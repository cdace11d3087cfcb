using Dxflow.Runtimes;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Reusing.Caching;
using Dxflow.Workflows.Reusing.Judging;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Reusing;

/// <summary>
/// What a run would take over and what it would run, by the same rules and without doing any of it: the core is started in memory, and
/// nothing that it wants to run ever gets a place. Services count as up and one-shots as done, so that what depends on them is told too. Of
/// what depends on something that would run, the values are not known.
/// </summary>
internal sealed class ReusePreview
{
    public const int SlicesMax = 10_000;
    private const string Run = "preview";
    private readonly RunWork _work;
    private readonly Dictionary<(int Step, int Slice), (string Key, Judgement Told)> _told = [];
    private readonly Moment _at = new(1, 0);

    private ReusePreview(PlannedRun planned, EarlierRun? before, RunHouse house)
    {
        var (plan, facts) = (planned.Plan, new RunFacts(Run, 0, planned.Plan.Workflow, planned.Inputs));
        var (files, now) = (house.FilesOf(Run), new NeutralRun(plan, planned.Inputs, house.Store));
        var earlier = before is null ? null : new RunReuse(plan.Reuse!, now, before, house.Store);
        var cache = RunCache.IsWanted(plan)
            ? new RunCache(plan, now, house.Store, CachePlace.Of(files, facts, isPreview: true)) : null;
        var taken = new RunTakeover(now, () => earlier, cache) { Judged = (step, slice, key, told) => _told[(step, slice)] = (key, told) };
        _work = new RunWork(new RunState(plan), new RunEvaluation(plan, facts, files, house.Store, taken), int.MaxValue);
    }

    private RunState State => _work.State;

    public static IReadOnlyList<PlannedReuse> Of(PlannedRun planned, EarlierRun? before, RunHouse house)
    {
        var preview = new ReusePreview(planned, before, house);
        preview._work.Create(new RunCreated(preview._at.Now, Run, planned.Plan.Workflow, 0, 0));
        preview._work.Accept(new StartRun(), preview._at);
        preview.Settle();
        return preview.Told();
    }

    /// <summary>Services and one-shots are pretended to be there, until nothing follows.</summary>
    private void Settle()
    {
        while (_work.TakeTurn() is { } turn && turn.Leases.Count + turn.Commands.Count > 0)
        {
            foreach (var id in turn.Commands.Where(static command => command.Kind is CommandKind.Stop or CommandKind.Kill)
                .Select(static command => command.Id))
            {
                // The services of an instance that is over end, so that what follows it is told too.
                _work.Accept(new StopsAnswered([id]), _at);
                _work.Accept(new TasksReported([new TaskReport(id, TaskState.Exited, 0)], ReportSource.Watch), _at);
            }

            foreach (var lease in turn.Leases.Where(static lease => lease.Kind == LeaseKind.Ask).Select(static lease => lease.Key))
            {
                if (State.NodeOf(State.Slices[lease.Slice].Step).Kind != NodeKind.Step)
                {
                    Pretend(lease);
                }
            }
        }
    }

    private void Pretend(LeaseKey lease)
    {
        var node = State.NodeOf(State.Slices[lease.Slice].Step);
        _work.Accept(new SlicesLeased([lease]), _at);
        var id = State.AttemptOf(lease.Slice);
        var isChecked = node.Health is not null || node.Container is not null;
        var report = node.Kind == NodeKind.Service
            ? new TaskReport(id, TaskState.Running, Checked: isChecked && node.Health is null)
            : new TaskReport(id, TaskState.Exited, 0);
        _work.Accept(new TasksReported([report], ReportSource.Watch), _at);
        if (node.Kind == NodeKind.Service && isChecked)
        {
            _work.Accept(new HealthReported(id, true), _at);
        }
    }

    private List<PlannedReuse> Told()
    {
        var rows = new List<PlannedReuse>();
        var left = SlicesMax;
        for (var step = 0; step < State.Steps.Length; step++)
        {
            var node = State.NodeOf(step);
            if (node.Kind != NodeKind.Step || node.Step!.Call is not null)
            {
                continue;
            }

            rows.Add(Row(step, ref left));
        }

        return rows;
    }

    private PlannedReuse Row(int step, ref int left)
    {
        var (it, node) = (State.Steps[step], State.NodeOf(step));
        var (reused, run, skipped) = (0, 0, 0);
        var items = new List<PlannedSlice>();
        var whys = new Dictionary<string, int>();
        for (var slice = 0; slice < it.Count; slice++)
        {
            var status = State.Slices[it.First + slice].Status;
            var isTold = _told.TryGetValue((step, slice), out var told);
            var action = status switch
            {
                UnitStatus.Reused => PlannedAction.Reuse,
                UnitStatus.Queued => PlannedAction.Run,
                UnitStatus.Failed => PlannedAction.Fail,
                _ when status.IsFinal() => PlannedAction.Skip,
                _ => PlannedAction.Unknown,
            };
            reused += action == PlannedAction.Reuse ? 1 : 0;
            run += action == PlannedAction.Run ? 1 : 0;
            skipped += action == PlannedAction.Skip ? 1 : 0;
            var why = Why(step, slice, action, isTold ? told.Told : null);
            whys[why] = whys.GetValueOrDefault(why) + 1;
            if (isTold && left-- > 0)
            {
                items.Add(new PlannedSlice(told.Key, action, why));
            }
        }

        var isOpen = node.Step!.Fan is null || it.IsFanned;
        return new PlannedReuse(
            StepNames.Name(State, step), isOpen ? it.Count : null, reused, run, skipped, Summary(whys), items.Count > 0 ? items : null);
    }

    private string Why(int step, int slice, PlannedAction action, Judgement? told) => action switch
    {
        PlannedAction.Unknown => Waits(step),
        PlannedAction.Fail => told?.Error ?? State.Details.GetValueOrDefault(State.IndexOf(step, slice)) ?? "it fails",
        PlannedAction.Skip => EventProjection.Word(State.Slices[State.IndexOf(step, slice)].Status),
        _ => (told?.Passed is { } passed ? $"{told.Why}, {passed}" : told?.Why)
            ?? (State.IsOnExit(step) ? "it tells of this run" : "nothing is taken over"),
    };

    /// <summary>What it waits for is going to run: what it is given then is not known.</summary>
    private string Waits(int step)
    {
        var open = State.NodeOf(step).After.Select(edge => State.Beside(step, edge.Node))
            .Where(other => !State.Steps[other].Status.IsFinal() && State.NodeOf(other).Kind == NodeKind.Step)
            .Select(other => State.NodeOf(other).Name).Distinct().ToList();
        return open.Count == 0 ? State.IsOnExit(step) ? "it runs last" : "after what runs before"
            : $"as {string.Join(", ", open)} give{(open.Count == 1 ? "s" : "")}";
    }

    private static string Summary(Dictionary<string, int> whys)
    {
        var most = whys.OrderByDescending(static why => why.Value).Take(2).ToList();
        return whys.Count == 0 ? "there is none" : whys.Count == 1 ? most[0].Key
            : string.Join("; ", most.Select(static why => $"{why.Value} × {why.Key}")) + (whys.Count > 2 ? "; …" : "");
    }
}
