using Dxflow.Operations;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs.Steering;

/// <summary>
/// Pauses runs, or single services of the run that is up, and lets them go on. The wish is the run's own event; here it is asked for, and
/// waited for until the runtimes have done it.
/// </summary>
internal sealed class RunPausing(WorkflowRegistry registry, RunBook runs, RunHouse house, WorkflowViews views, ServiceLookup lookup)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    public Task<RunsPaused> PauseAsync(PauseRun request, Call call) => request.Services is { Count: > 0 } services
        ? WishAsync(request.Name, request.Run, services, isPaused: true, call)
        : SetAsync(request.Name, request.Run, isPaused: true, call);

    public Task<RunsPaused> UnpauseAsync(UnpauseRun request, Call call) => request.Services is { Count: > 0 } services
        ? WishAsync(request.Name, request.Run, services, isPaused: false, call)
        : SetAsync(request.Name, request.Run, isPaused: false, call);

    private async Task<RunsPaused> SetAsync(string name, int? number, bool isPaused, Call call)
    {
        var live = await registry.AskAsync(index => RunLookup.Live(index, name, number));
        var wanted = new List<RunEntry>();
        foreach (var run in live)
        {
            var (status, closing) = await runs.AskAsync(run, static state => (state.Status, state.Closing));
            if (status == RunStatus.Stopping || (isPaused && closing))
            {
                throw Fault.Conflict(
                    $"run {RunProjection.NameOf(run)} is ending", $"see 'dxflow workflow steps {RunProjection.NameOf(run)}'");
            }

            if (isPaused != (status == RunStatus.Paused))
            {
                wanted.Add(run);
            }
        }

        var by = call.Caller.Identity;
        foreach (var run in wanted)
        {
            await runs.ChangeAsync(run, isPaused ? new AskPause(by) : new AskResume(by));
        }

        var warnings = new List<string>();
        var items = new List<RunInfo>();
        foreach (var run in live)
        {
            warnings.AddRange(await SettledAsync(run, isPaused, null, call.Ended));
            if (!isPaused && await runs.AskAsync(run, Alone) is { Count: > 0 } alone)
            {
                warnings.Add($"paused alone, and stay so: {string.Join(", ", alone)}; "
                    + $"dxflow workflow unpause {name} {string.Join(' ', alone)}");
            }

            items.Add(await views.InfoAsync(await registry.AskAsync(index => RunLookup.Run(index, name, run.Number))));
        }

        return new RunsPaused(items, warnings, wanted.Count > 0);
    }

    private async Task<RunsPaused> WishAsync(string name, int? number, IReadOnlyList<string> services, bool isPaused, Call call)
    {
        var wished = await lookup.FindAsync(name, number, services);
        var wish = isPaused ? ServiceWish.Pause : ServiceWish.Unpause;
        var (able, still) = await runs.AskAsync(wished.Run, state => (
            wished.Steps.Where(step => Wishes.Change(state, step, wish)).ToList(),
            wished.Steps.Where(step => state.Steps[step].Paused).ToList()));
        var off = isPaused ? wished.Steps.Except(able).Except(still).Select(step => wished.Plan.Nodes[step].Name).ToList() : [];
        if (off.Count > 0)
        {
            throw Fault.Conflict(
                $"what does not run cannot stand still: {string.Join(", ", off)}", $"see 'dxflow workflow services {name}'");
        }

        await lookup.WishAsync(wished, wish, call);
        var warnings = new List<string>(await SettledAsync(wished.Run, isPaused, wished.Steps, call.Ended));
        if (!isPaused && await runs.AskAsync(wished.Run, static state => state.IsPaused))
        {
            warnings.Add($"the run itself is paused, and they stand still with it: dxflow workflow unpause {name}");
        }

        return new RunsPaused([await views.InfoAsync(wished.Run)], warnings, able.Count > 0);
    }

    /// <summary>What has not come about after a while, and what cannot.</summary>
    private async Task<IReadOnlyList<string>> SettledAsync(
        RunEntry run, bool isPaused, IReadOnlyList<int>? steps, CancellationToken cancel)
    {
        var since = house.Time.GetTimestamp();
        while (true)
        {
            var left = await runs.AskAsync(run, state => Left(state, isPaused, steps));
            var able = left.Where(each => house.Seats[each.Runtime].Runtime.Traits.Pause).ToList();
            if (able.Count == 0 || house.Time.GetElapsedTime(since) > Patience)
            {
                return
                [
                    .. left.Select(each => able.Contains(each)
                        ? $"{each.Name} is not {(isPaused ? "paused" : "resumed")}: {each.Runtime} does not do it, or not yet"
                        : $"{each.Name} goes on: what runs on {each.Runtime} cannot be paused").Distinct(),
                ];
            }

            await Task.Delay(LookEvery, house.Time, cancel);
        }
    }

    private static List<(string Name, string Runtime)> Left(RunState state, bool isPaused, IReadOnlyList<int>? steps)
    {
        var left = new List<(string, string)>();
        for (var place = 0; place < state.Slices.Length; place++)
        {
            ref var slice = ref state.Slices[place];
            if (slice.Status == UnitStatus.Running && !state.Calls(slice.Step) && steps?.Contains(slice.Step) != false
                && state.IsToStandStill(place) == isPaused && slice.Has(SliceFlags.Frozen) != isPaused)
            {
                left.Add((state.NodeOf(slice.Step).Name, state.NodeOf(slice.Step).Runtime));
            }
        }

        return left;
    }

    /// <summary>Services that stand still whether their run does or not.</summary>
    private static List<string> Alone(RunState state) =>
        [.. state.Steps.Where(static step => step is { Paused: true, Left: > 0 })
            .Select(step => state.Plan.Nodes[step.Node].Name)];
}
