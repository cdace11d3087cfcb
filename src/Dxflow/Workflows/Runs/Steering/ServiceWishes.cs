using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs.Steering;

/// <summary>
/// Start, stop, restart and kill: of whole runs, which is <see cref="RunControl"/>'s, or of single services of the run that is up, which
/// is a wish that its run keeps.
/// </summary>
internal sealed class ServiceWishes(RunControl control, ServiceLookup lookup, RunReadiness readiness, WorkflowViews views)
{
    public async Task<RunStartedInfo> StartAsync(StartWorkflow request, Call call)
    {
        RunReadiness.Check(request.WaitTimeout);
        if (request.NoStart && (request.Wait || request.Adopt || request.WaitTimeout is not null))
        {
            throw Fault.Invalid(
                "what is not started cannot be waited for, nor taken over as it runs",
                "leave out no-start, or wait, wait-timeout and adopt");
        }

        var started = await BeginAsync(request, call);
        if (request.DryRun || (!request.Wait && request.WaitTimeout is null))
        {
            return started;
        }

        var run = await lookup.RunAsync(started.Run.Workflow, started.Run.Number);
        var lost = await readiness.UpAsync(run, request.WaitTimeout, call.Ended);
        return started with { Run = await views.InfoAsync(await lookup.RunAsync(run.Workflow, run.Number)), NotUp = lost };
    }

    private async Task<RunStartedInfo> BeginAsync(StartWorkflow request, Call call)
    {
        if (request.Services is not { Count: > 0 } services)
        {
            return await control.StartAsync(request, call);
        }

        if (request is not
            {
                Input: null, Runtime: null, FailFast: false, Keep: false, Scale: null,
                Adopt: false, RemoveOrphans: false, NoStart: false, DryRun: false,
                Reuse: null, From: null, Set: null, ForceReuse: null
            })
        {
            throw Fault.Invalid(
                "services are started in the run that is up, as it was begun: inputs and choices are not changed by that",
                "leave out the services for a new run, or the rest");
        }

        var wished = await lookup.WithUnbegunAsync(await lookup.FindAsync(request.Name, null, services));
        lookup.CheckRights(wished, call);
        await lookup.WishAsync(wished, ServiceWish.Up, call);
        return new RunStartedInfo(await views.InfoAsync(wished.Run), []);
    }

    public Task<RunsStopped> StopAsync(StopRun request, Call call) => request.Services is { Count: > 0 } services
        ? EndAsync(request.Name, request.Run, services, ServiceWish.Down, call)
        : control.StopAsync(request, call);

    public async Task<RunsStopped> KillAsync(KillRun request, Call call)
    {
        if (!SignalNames.TryParse(request.Signal, out var signal))
        {
            throw Fault.Invalid($"'{request.Signal}' is no signal", "give one by name or number: TERM, SIGHUP, 10");
        }

        if (signal == SignalNames.Kill)
        {
            return request.Services is { Count: > 0 } services
                ? await EndAsync(request.Name, request.Run, services, ServiceWish.Kill, call)
                : await control.KillAsync(request, call);
        }

        // Frozen by a signal, nobody would know; a pause is known.
        if (signal is SignalNames.Stop)
        {
            throw Fault.Invalid("STOP would freeze work behind the engine's back", $"dxflow workflow pause {request.Name}");
        }

        var items = new List<RunInfo>();
        var single = request.Services is { Count: > 0 } named ? await lookup.FindAsync(request.Name, request.Run, named) : null;
        foreach (var run in single is null ? await lookup.LiveAsync(request.Name, request.Run) : [single.Run])
        {
            await lookup.SignalAsync(run, lookup.PlanOf(run), single?.Steps, request.Signal, call.Ended);
            items.Add(await views.InfoAsync(run));
        }

        return new RunsStopped(items);
    }

    public async Task<RunStartedInfo> RestartAsync(RestartWorkflow request, Call call)
    {
        if (request.Services is not { Count: > 0 } services)
        {
            return await control.RestartAsync(request, call);
        }

        var named = await lookup.FindAsync(request.Name, null, services);
        var wished = named with { Steps = Wishes.WithRestarted(named.Plan, named.Steps) };
        lookup.CheckRights(wished, call);
        await lookup.WishAsync(wished, ServiceWish.Restart, call);
        await lookup.EndedAsync(wished, kill: false, call.Ended);
        return new RunStartedInfo(await views.InfoAsync(wished.Run), []);
    }

    private async Task<RunsStopped> EndAsync(string name, int? number, IReadOnlyList<string> services, ServiceWish wish, Call call)
    {
        var wished = await lookup.FindAsync(name, number, services);
        await lookup.WishAsync(wished, wish, call);
        await lookup.EndedAsync(wished, wish == ServiceWish.Kill, call.Ended);
        return new RunsStopped([await views.InfoAsync(wished.Run)]);
    }
}
