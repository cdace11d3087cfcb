using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Storage;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Inputs;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing.Judging;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Runs.Sealed;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Reusing;

/// <summary>
/// Before a run takes over from an earlier one: 1 that one is found, and has ended; 2 every key that was given is a key of it, and every
/// changed output is declared and of its type, or all that is wrong is said at once; 3 what cannot be taken over is warned of.
/// </summary>
internal sealed class ReuseDesk(WorkflowRegistry registry, RunHouse house, SourceStore sources)
{
    private const string OutputsWord = ".outputs.";
    private const int NearMax = 10_000;

    /// <exception cref="Fault">There is no such run (missing), it has not ended (conflict), or what was given is wrong.</exception>
    public async Task<(PlannedRun Planned, EarlierRun Before)> PlanAsync(string workflow, PlannedRun planned, ReuseWish wish, Call call)
    {
        // 1
        var entry = await registry.AskAsync(index => RunLookup.Run(index, workflow, wish.Run));
        if (entry.IsLive)
        {
            throw Fault.Conflict(
                $"run {RunProjection.NameOf(entry)} has not ended",
                $"wait for it, or stop it: dxflow workflow stop {RunProjection.NameOf(entry)}");
        }

        if (planned.Plan.Kind != RunKind.Job)
        {
            throw Fault.Invalid($"'{workflow}' is no job: its services have no results to take over", "leave out reuse");
        }

        var before = Open(entry);

        // 2
        var problems = new List<Problem>();
        problems.AddRange(Unknown(before, planned.Plan, wish));
        var edits = await EditsAsync(before, planned.Plan, wish, call, problems);
        if (problems.Count > 0)
        {
            throw new Fault(new FaultInfo(FaultKind.Invalid, $"this cannot be taken over from {before.Name}", Problems: problems));
        }

        // 3
        var reuse = new ReusePlan(entry.Id, before.Name, NullIfNone(wish.From), NullIfNone(wish.Force), NullIfNone(edits));
        return (planned with
        {
            Plan = planned.Plan with { Reuse = reuse },
            Warnings = [.. planned.Warnings, .. Warnings(planned.Plan, before, wish)],
        }, before);
    }

    private EarlierRun Open(RunEntry entry)
    {
        try
        {
            return EarlierRun.Open(house.FilesOf(entry.Id), RunProjection.NameOf(entry), house.Store);
        }
        catch (Exception unreadable) when (unreadable is IOException or DamagedFileException)
        {
            throw StoredRuns.Damaged(entry, unreadable.Message);
        }
    }

    private static IReadOnlyList<T>? NullIfNone<T>(IReadOnlyList<T>? items) => items is { Count: > 0 } ? items : null;

    /// <summary>Keys that lead to no slice of the earlier run nor, for what is to run from there on, to a step of the document.</summary>
    private static IEnumerable<Problem> Unknown(EarlierRun before, RunPlan plan, ReuseWish wish)
    {
        var asked = (wish.From ?? []).Select(static key => (Option: "from", Key: key))
            .Concat((wish.Force ?? []).Select(static key => (Option: "force-reuse", Key: key))).ToList();
        if (asked.Count == 0)
        {
            yield break;
        }

        var nodes = plan.Nodes.Take(BodyPlan.All(plan)[0].Count).Where(static node => node.Kind == NodeKind.Step)
            .Select(static node => node.Name).ToHashSet(StringComparer.Ordinal);
        var open = asked.Where(one => one.Option != "from" || !nodes.Contains(one.Key)).ToHashSet();
        var near = new List<string>(nodes);
        foreach (var known in Paths(before))
        {
            open.RemoveWhere(one => KeyPath.IsUnder(known, one.Key));
            if (open.Count == 0)
            {
                yield break;
            }

            if (near.Count < NearMax)
            {
                near.Add(known);
            }
        }

        foreach (var (option, key) in open)
        {
            var hint = Nearest.To(key, near) is { } meant ? $"Did you mean '{meant}'?"
                : $"'dxflow workflow steps {before.Name} KEY' shows those that begin so.";
            yield return new Problem($"--{option}: {before.Name} has no key '{key}'", hint);
        }
    }

    private static IEnumerable<string> Paths(EarlierRun before)
    {
        for (var step = 0; step < before.State.Steps.Length; step++)
        {
            yield return StepNames.Name(before.State, step);
        }

        foreach (var (key, _, _) in before.Keys())
        {
            yield return key;
        }
    }

    private async Task<IReadOnlyList<EditPlan>> EditsAsync(
        EarlierRun before, RunPlan plan, ReuseWish wish, Call call, List<Problem> problems)
    {
        var wanted = new List<(EditPlan Edit, InputPlan Typed, string Text)>();
        List<(string Key, int Step, int Slice)> known = wish.Set is { Count: > 0 } ? [.. before.Keys()] : [];
        foreach (var (name, text) in wish.Set ?? new Dictionary<string, string>())
        {
            if (Wanted(before, known, name, problems) is { } found)
            {
                wanted.Add((found.Edit, found.Typed, text));
            }
        }

        if (wanted.Count == 0)
        {
            return [];
        }

        var typed = plan with { Inputs = [.. wanted.Select(static one => one.Typed)] };
        var given = await new GivenInputs(sources, call).TakeAsync(
            typed, wanted.ToDictionary(static one => one.Typed.Name, static one => one.Text));
        var (values, wrong) = WorkflowInputs.Resolve(typed.Inputs, given);
        problems.AddRange(wrong.Select(static problem => problem with { Message = $"--set: {problem.Message}" }));
        return wrong.Count > 0 ? []
            : [.. wanted.Select(one => one.Edit with { Value = FlowJson.Text(values[one.Typed.Name], FlowJsonForm.Stored) })];
    }

    private static (EditPlan Edit, InputPlan Typed)? Wanted(
        EarlierRun before, List<(string Key, int Step, int Slice)> known, string name, List<Problem> problems)
    {
        var at = name.LastIndexOf(OutputsWord, StringComparison.Ordinal);
        if (at <= 0)
        {
            problems.Add(new Problem($"--set: '{name}' names no output", "Write KEY.outputs.NAME=VALUE."));
            return null;
        }

        var (key, output) = (name[..at], name[(at + OutputsWord.Length)..]);
        if (known.Where(one => one.Key == key).Select(static one => ((int Step, int Slice)?)(one.Step, one.Slice)).FirstOrDefault()
            is not { } found)
        {
            problems.Add(new Problem(
                $"--set: {before.Name} has no key '{key}'",
                Nearest.To(key, known.Take(NearMax).Select(static one => one.Key)) is { } near ? $"Did you mean '{near}'?"
                    : $"'dxflow workflow steps {before.Name} KEY' shows those that begin so."));
            return null;
        }

        var node = before.State.NodeOf(found.Step);
        var status = before.State.Slices[before.State.IndexOf(found.Step, found.Slice)].Status;
        var declared = node.Step!.Outputs.FirstOrDefault(one => one.Name == output);
        var problem = node.Step.Call is not null
                ? new Problem($"--set: '{key}' is not run itself, it calls others", "Change an output of a step inside of it.")
            : declared is null
                ? new Problem(
                    $"--set: '{key}' has no output '{output}'{NearestName.Hint(output, node.Step.Outputs.Select(one => one.Name))}")
            : status is not (UnitStatus.Succeeded or UnitStatus.Reused)
                ? new Problem($"--set: '{key}' was {EventProjection.Word(status)} in {before.Name}: there is nothing to take over")
            : null;
        if (problem is not null)
        {
            problems.Add(problem);
            return null;
        }

        return (new EditPlan(key, output, ""), new InputPlan(name, declared!.Type));
    }

    /// <summary>A result that lies where no digest looks is not taken over unless that is said.</summary>
    private static IEnumerable<Problem> Warnings(RunPlan plan, EarlierRun before, ReuseWish wish)
    {
        var done = before.Plan.Nodes.Select(static node => node.Name).ToHashSet(StringComparer.Ordinal);
        return plan.Nodes
            .Where(node => node.Kind == NodeKind.Step && done.Contains(node.Name)
                && !(wish.Force ?? []).Any(path => KeyPath.IsUnder(node.Name, path)))
            .Select(static node => (node.Name, Why: Uncacheable.Why(node)))
            .Where(static one => one.Why is not null)
            .Select(static one => new Problem(
                $"`{one.Name}` runs again: it {one.Why}, and nobody can tell whether that is as it was",
                $"Make it read-only, or take it over as it is: --force-reuse {one.Name}.", Warning: true));
    }
}
