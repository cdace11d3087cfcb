using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using static Dxflow.Runtimes.Containers.Api.ApiQuery;

namespace Dxflow.Platform.Containers;

/// <summary>
/// Containers started, stopped and removed, whoever made them. A run that has one of them sees what became of it and decides as its
/// document says.
/// </summary>
internal sealed class ContainerDesk(PlatformEngines engines)
{
    private static readonly TimeSpan GraceMax = TimeSpan.FromMinutes(4);

    public Task<PlatformChanged> StartAsync(StartContainer request, Call call) =>
        DoAsync(request.Container, request.On, call, static (calls, name, cancel) => calls.StartAsync(name, cancel));

    public Task<PlatformChanged> StopAsync(StopContainer request, Call call) => DoAsync(
        request.Container, request.On, call, (calls, name, cancel) => calls.StopAsync(name, Seconds(request.Grace), cancel));

    public async Task<PlatformChanged> RestartAsync(RestartContainer request, Call call)
    {
        var grace = Seconds(request.Grace);
        var engine = await engines.ForChangeAsync(request.On, call);
        var name = PlatformNames.Thing(request.Container);
        await engine.Api.DoAsync(
            HttpMethod.Post, new ApiQuery($"/containers/{Segment(name)}/restart").With("t", grace).ToString(), null, call.Ended);
        return await ChangedAsync(engine, name, call.Ended);
    }

    public Task<PlatformChanged> KillAsync(KillContainer request, Call call) => DoAsync(
        request.Container, request.On, call, (calls, name, cancel) => calls.KillAsync(name, request.Signal, cancel));

    public Task<PlatformChanged> PauseAsync(PauseContainer request, Call call) =>
        DoAsync(request.Container, request.On, call, static (calls, name, cancel) => calls.PauseAsync(name, cancel));

    public Task<PlatformChanged> UnpauseAsync(UnpauseContainer request, Call call) =>
        DoAsync(request.Container, request.On, call, static (calls, name, cancel) => calls.UnpauseAsync(name, cancel));

    public async Task<PlatformChanged> RemoveAsync(RemoveContainer request, Call call)
    {
        var name = PlatformNames.Thing(request.Container);
        var engine = await engines.ForChangeAsync(request.On, call);
        return await new ContainerCalls(engine.Api).RemoveAsync(name, request.Force, request.Volumes, call.Ended)
            ? new PlatformChanged(name)
            : throw PlatformNames.Missing("container", name, engine);
    }

    /// <summary>Those that ended, or never began; what belongs to a run stays.</summary>
    public async Task<Pruned> PruneAsync(PruneContainers request, Call call)
    {
        var calls = new ContainerCalls((await engines.ForChangeAsync(request.On, call)).Api);
        var ended = (await calls.ListAsync(call.Ended, all: true, ComposeLabels.Filters(request.Project)))
            .Where(static one => one.State is "created" or "exited" or "dead" or "stopped" or "configured")
            .Where(static one => !ComposeLabels.IsOfRun(one.Labels))
            .Select(static one => new PrunedItem(ContainerViews.NameOf(one))).OrderBy(static item => item.Name, StringComparer.Ordinal);
        return await Pruning.RunAsync(
            ended, request.DryRun, name => calls.RemoveAsync(name, force: false, volumes: false, call.Ended));
    }

    /// <summary>A plain call has five minutes in all, and the engine needs some of them itself.</summary>
    private static int? Seconds(TimeSpan? grace) => grace is null ? null
        : grace < TimeSpan.Zero || grace > GraceMax
            ? throw Fault.Invalid($"grace is from 0 to {GraceMax.TotalMinutes} minutes", "stop it with less, then kill it")
            : (int)Math.Ceiling(grace.Value.TotalSeconds);

    private async Task<PlatformChanged> DoAsync(
        string container, PlatformEngine? on, Call call, Func<ContainerCalls, string, CancellationToken, Task> change)
    {
        var name = PlatformNames.Thing(container);
        var engine = await engines.ForChangeAsync(on, call);
        await change(new ContainerCalls(engine.Api), name, call.Ended);
        return await ChangedAsync(engine, name, call.Ended);
    }

    /// <summary>One that removes itself may be gone by now.</summary>
    private static async Task<PlatformChanged> ChangedAsync(ReachedEngine engine, string name, CancellationToken cancel)
    {
        ContainerAnswer? now = await new ContainerCalls(engine.Api).FindAsync(name, cancel);
        return new PlatformChanged((now?.Name ?? name).TrimStart('/'), now?.Id, now?.State?.Status);
    }
}
