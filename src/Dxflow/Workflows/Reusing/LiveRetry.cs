using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Runtimes;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Reusing.Judging;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Reusing;

/// <summary>One more attempt of what has failed in a run that goes on: all of it, or what has one of some keys or is under it.</summary>
internal sealed class LiveRetry(RunBook runs, WorkflowViews views)
{
    /// <exception cref="Fault">Nothing has failed (conflict), or nothing under one of the keys.</exception>
    public async Task<RunStartedInfo> RetryAsync(RunEntry run, RetryRun request, Call call)
    {
        var evaluation = runs.EvaluationOf(run, runs.PlanOf(run));
        var failed = await runs.AskAsync(run, state => Failed(state, evaluation));
        var (name, keys) = (RunProjection.NameOf(run), request.Keys ?? []);
        var unknown = keys.Where(key => !failed.Any(one => one.IsMeant(key))).ToList();
        if (unknown.Count > 0)
        {
            throw new Fault(new FaultInfo(
                FaultKind.Invalid, $"this cannot be tried again in {name}, which goes on",
                Problems: [.. unknown.Select(key => new Problem($"nothing with the key '{key}' has failed", Hint(name, key, failed)))]));
        }

        var chosen = keys.Count == 0 ? failed : [.. failed.Where(one => keys.Any(one.IsMeant))];
        if (chosen.Count == 0)
        {
            throw Fault.Conflict(
                $"nothing of {name}, which goes on, has failed that could be tried again", $"see 'dxflow workflow steps {name}'");
        }

        if (request.DryRun)
        {
            var rows = chosen.GroupBy(static one => one.Step)
                .Select(static one => new PlannedReuse(one.Key, null, 0, one.Count(), 0, "it has failed"));
            return new RunStartedInfo(await views.InfoAsync(run), [], Planned: [.. rows]);
        }

        await runs.ChangeAsync(run, new AskRetry([.. chosen.Select(static one => one.Id)], call.Caller.Identity));
        return new RunStartedInfo(await views.InfoAsync(run), []);
    }

    private static string Hint(string run, string key, List<FailedSlice> failed) =>
        Nearest.To(key, failed.Select(static one => one.Key)) is { } near ? $"Did you mean '{near}'?"
        : $"'dxflow workflow steps {run} --state failed' shows what has.";

    private static List<FailedSlice> Failed(RunState state, RunEvaluation evaluation)
    {
        var failed = new List<FailedSlice>();
        for (var step = 0; step < state.Steps.Length; step++)
        {
            for (var slice = 0; state.Steps[step].Failed > 0 && slice < state.Steps[step].Count; slice++)
            {
                var place = state.Steps[step].First + slice;
                if (!state.Calls(step) && Reviving.IsPossible(state, place))
                {
                    var name = StepNames.Name(state, step);
                    failed.Add(new FailedSlice(name, evaluation.Key(state, step, slice) ?? name, state.AttemptOf(place)));
                }
            }
        }

        return failed;
    }

    private sealed record FailedSlice(string Step, string Key, AttemptId Id)
    {
        public bool IsMeant(string path) => KeyPath.IsUnder(Key, path) || KeyPath.IsUnder(Step, path);
    }
}
