using System.Globalization;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs.Steering;

/// <summary>
/// Makes the containers of a run that begins at rest, as `docker compose create` does: what others share (`network_mode: service:`,
/// `volumes_from`) before them. The containers are those of attempt 0, which never starts; the first attempt takes them by their name.
/// </summary>
internal sealed class RunMaking(RunBook runs)
{
    private const int Unbegun = 0;

    /// <exception cref="Fault">There is nothing that could be made before a start.</exception>
    public static void Check(RunPlan plan)
    {
        if (!plan.AtRest)
        {
            return;
        }

        if (plan.Kind != RunKind.Up)
        {
            throw Fault.Invalid(
                $"'{plan.Workflow}' is a job: what its steps are made of follows from what ran before them", "start it without no-start");
        }

        if (plan.Nodes.FirstOrDefault(static node => node.Container is null) is { } node)
        {
            throw Fault.Invalid(
                $"service '{node.Name}' runs on {node.Runtime}, where there is nothing to make before a start",
                "start it without no-start, or on docker or podman: --runtime docker");
        }
    }

    /// <summary>Nothing of the run is alive, and nothing is wanted to be.</summary>
    public static bool IsAtRest(RunState state) =>
        state.Steps.All(static step => step.Count == 0 || step.Down)
        && state.Slices.All(static slice => !slice.Status.IsActive() && slice.Status != UnitStatus.Finishing);

    /// <summary>Of each service that rests; what is made already stays.</summary>
    /// <exception cref="Fault">Something cannot be made: all that of one level, each with its reason.</exception>
    public async Task MakeAsync(RunEntry run, CancellationToken cancel)
    {
        if (runs.Live(run.Id) is not { } live)
        {
            throw Fault.Conflict($"run {RunProjection.NameOf(run)} has ended meanwhile", $"see 'dxflow workflow runs {run.Workflow}'");
        }

        var left = Enumerable.Range(0, live.Plan.Nodes.Count).ToHashSet();
        while (left.Count > 0)
        {
            var level = left.Where(step => live.Plan.Nodes[step].After.All(edge => !left.Contains(edge.Node))).ToList();
            left.ExceptWith(level);
            var ids = await runs.AskAsync(run, state => Resting(state, level));
            if (await live.Carrier.MakeAsync(live.Loop, ids, cancel) is { Count: > 0 } lost)
            {
                throw new Fault(new FaultInfo(
                    FaultKind.Conflict, $"not all of '{run.Workflow}' can be made",
                    Problems: [.. lost.Select(each => new Problem($"{NameOf(live.Plan, each.Id)}: {each.Why}"))]));
            }
        }
    }

    /// <exception cref="Fault">What is up would have to be stopped for what is only to be made.</exception>
    public async Task CheckAsync(RunEntry? up, RunPlan wanted)
    {
        if (up is not null && wanted.AtRest && !await runs.AskAsync(up, IsAtRest))
        {
            throw Fault.Conflict(
                $"run {RunProjection.NameOf(up)} is up, and the document has changed since: what runs is not made anew without a start",
                $"stop it first: dxflow workflow stop {up.Workflow}; or start what has changed: dxflow workflow start {up.Workflow}");
        }
    }

    private static List<AttemptId> Resting(RunState state, List<int> steps) =>
    [
        .. steps.Where(step => state.Steps[step].Down)
            .SelectMany(step => Enumerable.Range(state.Steps[step].First, state.Steps[step].Count))
            .Where(slice => !state.Slices[slice].Status.IsActive() && state.Slices[slice].Status != UnitStatus.Finishing)
            .Select(slice => state.AttemptOf(slice) with { Attempt = Unbegun }),
    ];

    private static string NameOf(RunPlan plan, AttemptId id) => plan.Nodes[id.Step] is { Replicas: > 1 } node
        ? string.Create(CultureInfo.InvariantCulture, $"{node.Name} ({id.Slice + 1})")
        : plan.Nodes[id.Step].Name;
}
