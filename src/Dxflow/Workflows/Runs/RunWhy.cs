using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Logs;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Capacity;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// Why a run, or one of its steps, failed: the first cause and everything a person would otherwise look up one by one. Asked of a run
/// that goes on, it says what it waits for.
/// </summary>
internal sealed class RunWhy(WorkflowRegistry registry, RunBook runs, RunLogs logs, RunHouse house)
{
    private const int LinesMax = 1000;
    private const int NamesMax = 20;

    public async Task<Why> WhyAsync(WhyRun request, Call call)
    {
        if (request.Lines is < 0 or > LinesMax)
        {
            throw Fault.Invalid($"lines is {request.Lines}, and must be from 0 to {LinesMax}");
        }

        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        var now = house.Time.GetUtcNow();
        var keys = await runs.KeysAsync(run);
        var facts = await runs.AskAsync(run, state => Look(run, new StepShowing(state, now, keys), request.Step, now, keys));
        facts = facts with { Waiting = [.. facts.Waiting, .. await QueuedAsync(facts.Queued)] };
        if (facts.Step < 0)
        {
            return Report(facts, null, [], null, null);
        }

        var node = facts.Node!;
        var log = facts.Id is { } id ? await logs.TailAsync(run, id, request.Lines, call.Ended) : [];
        long? peak = facts.Id is not null && facts.Slice.PeakBytes > 0 ? facts.Slice.PeakBytes : null;
        var script = node.Script is { } text ? (await runs.MaskAsync(run)).Of(text) : null;
        return Report(facts, script, log, peak, facts.Id is { } made ? TaskRecord.Read(house.FilesOf(run.Id).Attempt(made)) : null);
    }

    private WhyFacts Look(
        RunEntry run, StepShowing shown, string? name, DateTimeOffset now, Func<RunState, int, int, string?>? keys)
    {
        var state = shown.State;
        var first = Inside(state, FirstCause(state));
        var (step, place) = name is null ? (first, -1) : StepListing.Find(state, name, keys);
        place = step >= 0 && place < 0 && state.Steps[step].Count > 0 ? state.TellingOf(step) : place;
        var slice = place >= 0 ? state.Slices[place] : step < 0 ? default : state.Telling(step);
        var omitted = Indexes(state, UnitStatus.Omitted).Where(index => step < 0 || Cause(state, index) == step)
            .Select(index => StepNames.Name(state, index)).ToList();
        var failed = Indexes(state, UnitStatus.Failed).Where(index => index != step && !state.Calls(index))
            .Select(index => StepNames.Name(state, index)).ToList();
        return new WhyFacts(
            RunProjection.Run(run, state, now),
            step < 0 ? null : state.NodeOf(step),
            first < 0 ? null : StepNames.Name(state, first),
            step,
            place >= 0 && slice.Attempt > 0 ? state.AttemptOf(place) : null,
            step < 0 ? null : place < 0 ? shown.Step(step).Info : shown.Slice(step, place - state.Steps[step].First).Info,
            slice,
            omitted,
            failed,
            [.. Waiting(state).Take(NamesMax)],
            [.. Queued(state).Take(NamesMax)],
            [.. Enumerable.Range(0, state.Steps.Length)
                .Where(step => state.Steps[step] is { Paused: true, Left: > 0 }).Select(step => StepNames.Name(state, step))]);
    }

    /// <summary>The failure that nothing tolerated; else the first that there was; else none.</summary>
    private static int FirstCause(RunState state)
    {
        var failed = Indexes(state, UnitStatus.Failed).ToList();
        if (state.FailedStep >= 0 && state.Steps[state.FailedStep].Status == UnitStatus.Failed)
        {
            return state.FailedStep;
        }

        return failed.Count == 0 ? -1 : failed.MinBy(step => state.Telling(step).EndedAt);
    }

    /// <summary>What failed in there, of a step that calls a document or loops: the service, if it was left out because of one.</summary>
    private static int Inside(RunState state, int step)
    {
        while (step >= 0 && state.Calls(step) && state.FrameOfHost.TryGetValue(state.TellingOf(step), out var frame)
            && state.Frames[frame].FailedStep is >= 0 and var failed)
        {
            step = failed;
        }

        return step >= 0 && state.LeftOutBy(step) is >= 0 and var service ? service : step;
    }

    private static IEnumerable<int> Indexes(RunState state, UnitStatus status) =>
        Enumerable.Range(0, state.Steps.Length).Where(step => state.Telling(step).Status == status);

    /// <summary>Omissions follow one another; the cause is at the end of the chain.</summary>
    private static int Cause(RunState state, int step)
    {
        for (var hops = 0; hops < state.Steps.Length; hops++)
        {
            var slice = state.Telling(step);
            if (slice.Status != UnitStatus.Omitted || slice.Because < 0)
            {
                break;
            }

            step = slice.Because;
        }

        return step;
    }

    private IEnumerable<string> Waiting(RunState state)
    {
        foreach (var step in Enumerable.Range(0, state.Steps.Length))
        {
            var slice = state.Telling(step);
            var name = StepNames.Name(state, step);
            if (slice.Status is UnitStatus.Starting or UnitStatus.Running or UnitStatus.Finishing)
            {
                var ill = slice.Has(SliceFlags.Unhealthy) ? " and unhealthy" : "";
                yield return slice.Status == UnitStatus.Starting && Reason(state, step) is { } reason ? $"{name} is queued ({reason})"
                    : $"{name} is {EventProjection.Word(RunProjection.Shown(state, slice))}{ill}{Trouble(state, step)}";
            }
            else if (state.Steps[step].Down)
            {
                yield return $"{name} is stopped";
            }
            else if (state.Steps[step].Paused && !slice.Status.IsFinal())
            {
                yield return $"{name} is paused, and does not begin";
            }
        }
    }

    /// <summary>What waits for capacity: the first of each step, with what it books.</summary>
    private static IEnumerable<QueuedStep> Queued(RunState state)
    {
        for (var step = 0; step < state.Steps.Length && !state.IsPaused; step++)
        {
            var it = state.Steps[step];
            for (var slice = it.First; slice < it.First + it.Count && it is { Down: false, Left: > 0 } && !state.Calls(step); slice++)
            {
                if (state.Slices[slice].Status == UnitStatus.Queued)
                {
                    yield return new QueuedStep(StepNames.Name(state, step), state.NodeOf(step).Runtime, state.ResourcesOf(slice));
                    break;
                }
            }
        }
    }

    /// <summary>What the task of a step waits for with a scheduler.</summary>
    private string? Reason(RunState state, int step) =>
        house.RuntimeOf(state.NodeOf(step)).WaitsFor(state.AttemptOf(state.TellingOf(step)));

    private string Trouble(RunState state, int step) =>
        runs.TroubleOf(state.AttemptOf(state.TellingOf(step))) is { } why ? $" ({why})" : "";

    private async Task<List<string>> QueuedAsync(IReadOnlyList<QueuedStep> queued)
    {
        var (told, use) = (new List<string>(), new Dictionary<string, SlotsUse>());
        foreach (var step in queued.Where(step => house.Seats.ContainsKey(step.Runtime)))
        {
            if (!use.TryGetValue(step.Runtime, out var now))
            {
                use[step.Runtime] = now = await house.Seats[step.Runtime].Slots.AskAsync();
            }

            told.Add($"{step.Name} waits for {step.Missing(now)}");
        }

        return told;
    }

    private Why Report(WhyFacts facts, string? script, IReadOnlyList<LogLine> log, long? peak, TaskRecord? record)
    {
        var node = facts.Node;
        var work = facts.Id is { } id && Directory.Exists(house.FilesOf(id.Run).Work(id)) ? house.FilesOf(id.Run).Work(id) : null;
        return new Why(
            facts.Run,
            Summary(facts),
            facts.Info?.Name,
            facts.Info?.State,
            facts.Info?.Reason,
            facts.Info?.Detail,
            facts.Info?.Exit,
            RunProjection.Number(facts.Slice.Signal),
            facts.Info is { Attempts: > 0 } info ? $"attempt {info.Attempts} of {Allowed(node!)}" : null,
            record?.Command,
            script,
            record?.Inputs,
            node is null ? null : $"{node.Runtime} on {Environment.MachineName}{(facts.Id is { } made ? ContainerOf(node, made) : "")}",
            work is not null && Directory.Exists(work) ? work : null,
            facts.Info?.Took,
            peak,
            log,
            [.. facts.Omitted.Take(NamesMax)],
            [.. facts.AlsoFailed.Take(NamesMax)],
            Next(facts, node, work),
            facts.Omitted.Count,
            facts.AlsoFailed.Count,
            facts.Info?.Key is { } key && key != node?.Name ? key : null);
    }

    /// <summary>The container by its name, as far as one was made: people look into it by other means too.</summary>
    private string ContainerOf(NodePlan node, AttemptId id)
    {
        try
        {
            return node.Container is not null && AttemptRecord.Read(house.FilesOf(id.Run).Task(id))?.Name is { } name
                ? $", container {name.TrimStart('/')}" : "";
        }
        catch (Fault)
        {
            // It is for people, and nothing rests on it.
            return "";
        }
    }

    private static string Allowed(NodePlan node) => node.Step is { } step
        ? (step.Retry.Limit + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : "as many as its restart policy gives";

    private static string Summary(WhyFacts facts)
    {
        var after = facts.Run.Took is { } took ? $" after {Foundation.Values.Durations.Short(took)}" : string.Empty;
        return facts switch
        {
            { Run.State: RunStatus.Failed, FirstCause: { } first } => $"failed{after}, because {first} failed",
            { Run.State: RunStatus.Failed } =>
                $"failed{after}: {facts.Run.Detail ?? EventProjection.Word(facts.Run.Reason ?? FailureReason.Internal)}",
            { Run.State: RunStatus.Succeeded, FirstCause: { } first } => $"succeeded{after}, although {first} failed: that was tolerated",
            { Run.State: RunStatus.Succeeded } => $"succeeded{after}; nothing failed",
            { Run.State: RunStatus.Cancelled or RunStatus.Stopped } =>
                $"{EventProjection.Word(facts.Run.State)}{after}{(facts.Run.Detail is { } by ? $": {by}" : string.Empty)}",
            { Waiting.Count: > 0 } => $"is {EventProjection.Word(facts.Run.State)}: {string.Join(", ", facts.Waiting)}",
            _ => $"is {EventProjection.Word(facts.Run.State)}",
        };
    }

    private static List<string> Next(WhyFacts facts, NodePlan? node, string? work)
    {
        var next = new List<string>();
        if (node is not null && facts.Id is not null)
        {
            next.Add($"dxflow workflow logs {facts.Run.Name} {(facts.Info?.Name ?? node.Name).Split('/')[0]}");
            if (work is not null && Directory.Exists(work))
            {
                next.Add($"cd {work}");
            }
        }

        if (facts.Run.State.IsFinal() && facts.Run.State != RunStatus.Succeeded)
        {
            next.Add($"dxflow workflow start {facts.Run.Workflow}");
        }

        if (facts.Run.State == RunStatus.Paused)
        {
            next.Add($"dxflow workflow unpause {facts.Run.Name}");
        }

        if (facts.Paused.Count > 0 && !facts.Run.State.IsFinal())
        {
            next.Add($"dxflow workflow unpause {facts.Run.Name} {string.Join(' ', facts.Paused)}");
        }

        return next;
    }

    private sealed record WhyFacts(
        RunInfo Run,
        NodePlan? Node,
        string? FirstCause,
        int Step,
        AttemptId? Id,
        StepInfo? Info,
        SliceState Slice,
        IReadOnlyList<string> Omitted,
        IReadOnlyList<string> AlsoFailed,
        IReadOnlyList<string> Waiting,
        IReadOnlyList<QueuedStep> Queued,
        IReadOnlyList<string> Paused);
}
