using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Following;
using Dxflow.Runtimes.Containers.Hooks;
using Dxflow.Runtimes.Containers.Watching;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Watching;

/// <summary>Our own engine ends while a container is being stopped, and its engine is out of reach.</summary>
public sealed class EndingTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_stop_that_is_under_way_or_comes_late_ends_with_the_engine_and_fails_nothing()
    {
        var time = TimeProvider.System;
        using var api = new EngineApi(EngineAddress.Parse($"unix://{directory.Path}/nobody"));
        await using var watch = new ContainerWatch(api, time, static _ => { }, static _ => { });
        await using var hooks = new ContainerHooks(api, watch, time, static _ => { }, static _ => { });
        var stopper = new ContainerStop(api, watch, hooks, time);
        var (one, other) = (Live(api, time, 1), Live(api, time, 2));
        await StopAsync(stopper, one);
        await stopper.DisposeAsync();
        await StopAsync(stopper, other);
        await one.Stopping;
        await other.Stopping;
        await one.Log.DisposeAsync();
        await one.Log.DisposeAsync();
        await other.Log.DisposeAsync();
    }

    private static async Task StopAsync(ContainerStop stopper, LiveContainer task) =>
        await Assert.ThrowsAsync<Fault>(
            () => stopper.StopAsync(task, new StopRequest(task.Ref, "SIGTERM", TimeSpan.Zero), CancellationToken.None));

    private LiveContainer Live(EngineApi api, TimeProvider time, int attempt)
    {
        var place = Directory.CreateDirectory(Path.Join(directory.Path, $"{attempt}")).FullName;
        return new LiveContainer(
            new TaskRef(new AttemptId("r", 0, 0, attempt), place),
            AttemptRecord.Empty with { Id = "c" },
            null,
            new LogFollower(new FollowedLog("c", place, false, 0), 1 << 20, api, time));
    }
}
