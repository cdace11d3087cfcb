using System.Globalization;
using Dxflow.Operations;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs.Steering;

/// <summary>What of a run is not up yet, and what will not be: neither, and it is up.</summary>
internal sealed record Uprise(IReadOnlyList<string> Coming, IReadOnlyList<string> Lost);

/// <summary>Waits until the services of a run are up, as `docker compose up --wait` means it.</summary>
internal sealed class RunReadiness(RunBook runs, RunHouse house)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public static void Check(TimeSpan? timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            throw Fault.Invalid("wait-timeout has to be longer than nothing", "leave it out to wait as long as it takes");
        }
    }

    /// <summary>What will not come up: it is given as soon as there is any.</summary>
    public async Task<IReadOnlyList<string>> UpAsync(RunEntry run, TimeSpan? timeout, CancellationToken cancel)
    {
        var since = house.Time.GetTimestamp();
        while (true)
        {
            var found = await runs.AskAsync(run, Look);
            if (found.Lost.Count > 0 || found.Coming.Count == 0)
            {
                return found.Lost;
            }

            if (house.Time.GetElapsedTime(since) > timeout)
            {
                throw new Fault(
                    FaultKind.Timeout,
                    $"run {RunProjection.NameOf(run)} is not up within {timeout!.Value.TotalSeconds:0.#} s: "
                        + string.Join(", ", found.Coming),
                    $"it goes on; see 'dxflow workflow services {run.Workflow}'");
            }

            await Task.Delay(LookEvery, house.Time, cancel);
        }
    }

    /// <summary>A service is up that runs, and is healthy where it has a check; a one-shot that has done its work.</summary>
    public static Uprise Look(RunState state)
    {
        var (coming, lost) = (new List<string>(), new List<string>());
        for (var place = 0; place < state.Slices.Length; place++)
        {
            ref var it = ref state.Slices[place];
            var node = state.NodeOf(it.Step);
            if (node.Kind == NodeKind.Step || (state.Plan.Kind == RunKind.Job && it.Status is UnitStatus.Succeeded or UnitStatus.Skipped))
            {
                continue;
            }

            var number = place - state.Steps[it.Step].First + 1;
            var name = node.Replicas > 1 ? string.Create(CultureInfo.InvariantCulture, $"{node.Name} ({number})") : node.Name;
            var isDone = node.Kind == NodeKind.OneShot && it.Status == UnitStatus.Succeeded;
            var isChecked = node.Health is not null || it.Has(SliceFlags.OwnCheck);
            var isHealthy = !isChecked || (it.Has(SliceFlags.WasHealthy) && !it.Has(SliceFlags.Unhealthy));
            var isUp = isDone || (node.Kind == NodeKind.Service && it.Status == UnitStatus.Running && isHealthy);
            if (it.Status.IsFinal() && !isUp)
            {
                lost.Add($"{name} has ended ({EventProjection.Word(it.Status)})");
            }
            else if (it.Status == UnitStatus.Running && it.Has(SliceFlags.Unhealthy))
            {
                lost.Add($"{name} is unhealthy");
            }
            else if (!isUp)
            {
                coming.Add($"{name} is {EventProjection.Word(RunProjection.Shown(state, it))}{(isHealthy ? "" : ", not healthy yet")}");
            }
        }

        return new Uprise(coming, lost);
    }
}
