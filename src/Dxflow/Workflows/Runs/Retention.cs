using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Runs;

/// <summary>What is not kept: pure functions from what is known to what goes.</summary>
internal static class Retention
{
    /// <summary>
    /// Finished runs beyond the last <paramref name="keep"/>, counted from the one that ended last: a long run that has just ended is
    /// not older than short ones that began after it.
    /// </summary>
    public static IReadOnlyList<RunEntry> Old(WorkflowEntry workflow, int keep) =>
    [
        .. workflow.Runs.Values.Where(run => !run.IsLive)
            .OrderByDescending(run => run.Sealed!.At).ThenByDescending(run => run.Number).Skip(keep),
    ];

    /// <summary>
    /// Work directories that nothing needs once the run has ended: those of slices that succeeded in a step that succeeded, of all
    /// their attempts. Their outputs are in the store by then; logs lie beside the work directory, and services have none.
    /// </summary>
    public static IReadOnlyList<string> SpentWork(RunFiles files, RunState state)
    {
        var spent = new List<string>();
        for (var step = 0; step < state.Steps.Length; step++)
        {
            var (first, count) = (state.Steps[step].First, state.Steps[step].Count);
            if (state.NodeOf(step).Kind != NodeKind.Step || state.Steps[step].Status != UnitStatus.Succeeded)
            {
                continue;
            }

            for (var slice = first; slice < first + count; slice++)
            {
                if (state.Slices[slice].Status == UnitStatus.Succeeded)
                {
                    var last = state.AttemptOf(slice);
                    spent.AddRange(Enumerable.Range(1, last.Attempt).Select(attempt => files.Work(last with { Attempt = attempt })));
                }
            }
        }

        return spent;
    }
}
