using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs;

/// <summary>The events of a run as a stream, and its end as an answer.</summary>
internal sealed class RunEvents(WorkflowRegistry registry, RunBook runs, WorkflowViews views, TimeProvider time)
{
    public async IAsyncEnumerable<RunEventInfo> EventsAsync(
        ReadEvents request, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        var plan = runs.PlanOf(run);
        using var link = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, cancel);
        var names = new StepNames(plan);
        var after = call.ResumeAfter;
        await foreach (var (sequence, fact) in runs.WatchAsync(run, names.NeedsAll ? 0 : after, request.Follow, link.Token))
        {
            names.Observe(fact);
            if (sequence > after)
            {
                yield return EventProjection.Of(names, sequence, fact);
            }
        }
    }

    public async Task<RunInfo> WaitAsync(WaitForRun request, Call call)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        try
        {
            await runs.EndedAsync(run).WaitAsync(request.For ?? Timeout.InfiniteTimeSpan, time, call.Ended);
        }
        catch (TimeoutException)
        {
            throw new Fault(
                FaultKind.Timeout, $"run {RunProjection.NameOf(run)} has not ended within {request.For!.Value.TotalSeconds:0.#} s",
                $"see 'dxflow workflow steps {RunProjection.NameOf(run)}'");
        }

        return await views.InfoAsync(await registry.AskAsync(index => RunLookup.Run(index, request.Name, run.Number)));
    }
}
