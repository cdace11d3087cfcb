using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Documents.Demands;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs.Steering;

/// <summary>Services of a run that is up, found by their names, and the wish for them.</summary>
internal sealed record WishedServices(RunEntry Run, RunPlan Plan, IReadOnlyList<int> Steps);

/// <summary>Finds the services that a caller names, and tells their run what is wished of them.</summary>
internal sealed class ServiceLookup(WorkflowRegistry registry, RunBook runs, RunHouse house, ContainerAllowance containers)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>All names that are none, at once, each with the nearest that is one.</summary>
    public async Task<WishedServices> FindAsync(string name, int? number, IReadOnlyList<string> services)
    {
        var run = await registry.AskAsync(index => RunLookup.Live(index, name, number)
            .LastOrDefault(static run => run.Kind == RunKind.Up));
        if (run is null)
        {
            throw Fault.Conflict(
                $"'{name}' is a job: its services are there for its steps", "name no service: the command is about the run");
        }

        var plan = runs.PlanOf(run);
        var known = plan.Nodes.Select(static node => node.Name).ToList();
        var unknown = services.Where(service => !known.Contains(service)).Distinct().ToList();
        return unknown.Count == 0
            ? new WishedServices(run, plan, [.. services.Distinct().Select(service => known.IndexOf(service))])
            : throw new Fault(new FaultInfo(
                FaultKind.Invalid,
                $"'{name}' has no service {string.Join(", ", unknown.Select(static service => $"'{service}'"))}",
                $"see 'dxflow workflow services {name}'",
                [.. unknown.Select(service => new Problem(
                    $"there is no service '{service}'", Nearest.To(service, known) is { } near ? $"did you mean '{near}'?" : null))]));
    }

    /// <summary>Who has services started may do what whoever starts the run may.</summary>
    public void CheckRights(WishedServices wished, Call call)
    {
        var nodes = wished.Steps.Select(step => wished.Plan.Nodes[step]).ToList();
        PlanRights.Check(nodes, call.Caller, Environment.IsPrivilegedProcess);
        PlanRights.CheckContainers(wished.Plan, nodes, call.Caller, containers);
    }

    public async Task<WishedServices> WithUnbegunAsync(WishedServices wished) =>
        wished with { Steps = await runs.AskAsync(wished.Run, state => Wishes.WithUnbegun(state, wished.Steps)) };

    public async Task WishAsync(WishedServices wished, ServiceWish wish, Call call)
    {
        if (await runs.AskAsync(wished.Run, static state => state.Cancel is not null))
        {
            throw Fault.Conflict(
                $"run {RunProjection.NameOf(wished.Run)} is ending", $"see 'dxflow workflow runs {wished.Run.Workflow}'");
        }

        await runs.ChangeAsync(wished.Run, new AskServices(wish, wished.Steps, call.Caller.Identity));
    }

    /// <summary>Until no attempt that was to end is alive any more; what is killed has a grace of none.</summary>
    public async Task EndedAsync(WishedServices wished, bool kill, CancellationToken cancel)
    {
        // What depends on another ends before it: one grace after the other.
        var graces = TimeSpan.FromTicks(wished.Steps.Sum(step => wished.Plan.Nodes[step].Stop.Grace.Ticks));
        var patience = RunControl.ConfirmExtra + (kill ? TimeSpan.Zero : graces);
        var since = house.Time.GetTimestamp();
        while (await runs.AskAsync(wished.Run, state => Left(state, wished.Steps)) is { Count: > 0 } left)
        {
            if (house.Time.GetElapsedTime(since) > patience)
            {
                throw new Fault(
                    FaultKind.Timeout, $"not confirmed as ended after {patience.TotalSeconds:0} s: {string.Join(", ", left)}",
                    $"'dxflow workflow services {wished.Run.Workflow}' shows what is left");
            }

            await Task.Delay(LookEvery, house.Time, cancel);
        }
    }

    /// <summary>A signal to what runs of them; what it does with it is its own matter.</summary>
    public async Task SignalAsync(RunEntry run, RunPlan plan, IReadOnlyList<int>? steps, string signal, CancellationToken cancel)
    {
        var (paused, still, active) = await runs.AskAsync(run, state =>
        {
            var running = Enumerable.Range(0, state.Slices.Length).Where(slice => state.Slices[slice].Status == UnitStatus.Running
                && steps?.Contains(state.Slices[slice].Step) != false).ToList();
            var alone = running.Select(slice => state.Slices[slice].Step).Where(step => state.Steps[step].Paused).Distinct();
            return (state.IsPaused, alone.Select(step => state.NodeOf(step).Name).ToList(), running.Select(state.AttemptOf).ToList());
        });
        if (paused)
        {
            throw Fault.Conflict(
                $"run {RunProjection.NameOf(run)} is paused: no signal reaches it", $"dxflow workflow unpause {run.Workflow}");
        }

        if (still.Count > 0)
        {
            throw Fault.Conflict(
                $"paused, so that no signal reaches them: {string.Join(", ", still)}",
                $"dxflow workflow unpause {run.Workflow} {string.Join(' ', still)}");
        }

        foreach (var group in active.GroupBy(id => plan.Nodes[id.Step].Runtime))
        {
            await house.Seats[group.Key].Runtime.SignalAsync([.. group.Select(house.FilesOf(run.Id).Task)], signal, cancel);
        }
    }

    public Task<RunEntry> RunAsync(string name, int number) => registry.AskAsync(index => RunLookup.Run(index, name, number));

    public RunPlan PlanOf(RunEntry run) => runs.PlanOf(run);

    public Task<IReadOnlyList<RunEntry>> LiveAsync(string name, int? number) =>
        registry.AskAsync(index => RunLookup.Live(index, name, number));

    private static List<string> Left(RunState state, IReadOnlyList<int> steps) =>
    [
        .. Enumerable.Range(0, state.Slices.Length).Select(slice => state.Slices[slice])
            .Where(slice => steps.Contains(slice.Step) && slice.Has(SliceFlags.WishedEnd)
                && (slice.Status.IsActive() || slice.Status == UnitStatus.Finishing))
            .Select(slice => state.NodeOf(slice.Step).Name).Distinct(),
    ];
}
