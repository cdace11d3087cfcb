using System.Runtime.CompilerServices;
using Dxflow.Foundation.Loops;
using Dxflow.Operations;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Runs.Images;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// The events of a run as a stream, and its end as an answer. Who follows is told in between how far pulls and builds are
/// (<see cref="ImageNews"/>), once a second at most.
/// </summary>
internal sealed class RunEvents(WorkflowRegistry registry, RunBook runs, WorkflowViews views, RunHouse house)
{
    private static readonly TimeSpan NewsEvery = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<RunEventInfo> EventsAsync(
        ReadEvents request, Call call, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        var plan = runs.PlanOf(run);
        using var link = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, cancel);
        var names = new StepNames(plan);
        var (after, seen) = (call.ResumeAfter, call.ResumeAfter);
        var from = names.NeedsAll ? 0 : after;
        if (!request.Follow)
        {
            await foreach (var (sequence, fact) in runs.WatchAsync(run, from, follow: false, link.Token))
            {
                names.Observe(fact);
                if (sequence > after)
                {
                    yield return EventProjection.Of(names, sequence, fact);
                }
            }

            yield break;
        }

        var news = new ImageNews(() => house.Seats.Values.SelectMany(seat => seat.Runtime.Progress(run.Id)), names);
        await foreach (var tick in Ticked.Of(over => runs.WatchAsync(run, from, follow: true, over), NewsEvery, house.Time, link.Token))
        {
            if (tick.IsItem)
            {
                var (sequence, fact) = tick.Item;
                names.Observe(fact);
                if (sequence > after)
                {
                    seen = sequence;
                    yield return EventProjection.Of(names, sequence, fact);
                }
            }
            else if (seen > 0 && news.Next() is { } changed)
            {
                var mask = await runs.MaskAsync(run);
                foreach (var one in changed)
                {
                    yield return news.Event(one, seen, house.Time.GetUtcNow(), mask);
                }
            }
        }
    }

    public async Task<RunInfo> WaitAsync(WaitForRun request, Call call)
    {
        var run = await registry.AskAsync(index => RunLookup.Run(index, request.Name, request.Run));
        try
        {
            await runs.EndedAsync(run).WaitAsync(request.For ?? Timeout.InfiniteTimeSpan, house.Time, call.Ended);
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
