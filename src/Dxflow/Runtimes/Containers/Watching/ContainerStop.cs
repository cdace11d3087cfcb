using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Hooks;

namespace Dxflow.Runtimes.Containers.Watching;

/// <summary>
/// Brings a container to its end: its hooks, the signal, and when the grace for both is over the kill, again and again until its end is
/// seen. One for each container, whatever number of stops is asked for; a later one can only shorten the grace.
/// </summary>
internal sealed class ContainerStop(EngineApi api, ContainerWatch watch, ContainerHooks hooks, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan KillAgain = TimeSpan.FromSeconds(2);

    private readonly ContainerCalls containers = new(api);
    private readonly CancellationTokenSource stopping = new();

    public async Task StopAsync(LiveContainer task, StopRequest request, CancellationToken cancel)
    {
        var killAt = time.GetTimestamp() + (long)(request.Grace.TotalSeconds * time.TimestampFrequency);
        var signal = request.Grace > TimeSpan.Zero ? await SignalOfAsync(task, request, cancel) : SignalNames.Kill;
        lock (task)
        {
            task.KillAt = task.KillAt is { } earlier ? Math.Min(earlier, killAt) : killAt;
            if (task.Stopping.IsCompleted)
            {
                task.Stopping = KillInTimeAsync(task);
            }

            if (request.Grace > TimeSpan.Zero && task is { HasBegun: true, Record.PreStop.IsOver: false })
            {
                task.Leaving ??= Task.Run(() => LeaveAsync(task, signal));
            }
        }

        if (request.Grace > TimeSpan.Zero && task.Leaving is { IsCompleted: false })
        {
            return;
        }

        await SignalAsync(task, signal, cancel);
    }

    /// <summary>
    /// What the document asks for; else what the container has of its image (STOPSIGNAL), which programs want that end in another way by
    /// SIGTERM, as PostgreSQL does.
    /// </summary>
    private async Task<int> SignalOfAsync(LiveContainer task, StopRequest request, CancellationToken cancel)
    {
        var asked = SignalNames.TryParse(request.Signal, out var number) ? number : SignalNames.Terminate;
        if (asked != SignalNames.Terminate)
        {
            return asked;
        }

        try
        {
            return (await containers.FindAsync(task.Container, cancel))?.Config?.StopSignal is { Length: > 0 } own
                && SignalNames.TryParse(own, out var signal) ? signal : asked;
        }
        catch (Fault)
        {
            // Out of reach: what follows is tried again, or the kill comes in time.
            return asked;
        }
    }

    /// <summary>A signal that ends nothing by itself; false: there was nobody to hear it.</summary>
    public async Task<bool> SignalAsync(LiveContainer? task, string signal, CancellationToken cancel)
    {
        if (task is null || !SignalNames.TryParse(signal, out var number))
        {
            return false;
        }

        await SignalAsync(task, number, cancel);
        return true;
    }

    /// <summary>
    /// Those that are being stopped see it in their own time, and ask for the token until then: the source is left to the collector.
    /// </summary>
    public async ValueTask DisposeAsync() => await stopping.CancelAsync();

    private async Task LeaveAsync(LiveContainer task, int signal)
    {
        var over = stopping.Token;
        if (!await hooks.LeaveAsync(task))
        {
            return;
        }

        while (!task.Ended.IsCompleted && !over.IsCancellationRequested)
        {
            try
            {
                await SignalAsync(task, signal, over);
                return;
            }
            catch (Exception failure) when (failure is Fault or OperationCanceledException)
            {
                await Task.Delay(KillAgain, time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SignalAsync(LiveContainer task, int signal, CancellationToken cancel)
    {
        await StartedAsync(task, cancel);
        try
        {
            var name = SignalNames.Name(signal);
            await containers.KillAsync(task.Container, name.StartsWith("SIG", StringComparison.Ordinal) ? name : $"{signal}", cancel);
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is not null)
        {
            // It has ended, or is gone, or frozen: the next look tells.
            await watch.CheckAsync(task, cancel);
            await ThawAsync(task, cancel);
        }
    }

    /// <summary>
    /// A container is said to run while its first process is still the engine's own, which a signal would miss: that is waited for, where
    /// it can be seen.
    /// </summary>
    private async Task StartedAsync(LiveContainer task, CancellationToken cancel)
    {
        const int LooksMax = 200;
        var pause = TimeSpan.FromMilliseconds(10);
        if (!api.Address.IsLocal || (await containers.FindAsync(task.Container, cancel))?.State is not { Pid: > 0 and var pid })
        {
            return;
        }

        for (var look = 0; look < LooksMax && ProcFile.ReadText($"/proc/{pid}/comm").StartsWith("runc:", StringComparison.Ordinal); look++)
        {
            await Task.Delay(pause, time, cancel);
        }
    }

    /// <summary>Nothing reaches what is frozen.</summary>
    private async Task ThawAsync(LiveContainer task, CancellationToken cancel)
    {
        if ((await containers.FindAsync(task.Container, cancel))?.State is { Paused: true })
        {
            await containers.UnpauseAsync(task.Container, cancel);
            await containers.KillAsync(task.Container, "SIGKILL", cancel);
        }
    }

    private async Task KillInTimeAsync(LiveContainer task)
    {
        while (!task.Ended.IsCompleted && !stopping.IsCancellationRequested)
        {
            var left = time.GetElapsedTime(time.GetTimestamp(), task.KillAt!.Value);
            try
            {
                if (left <= TimeSpan.Zero)
                {
                    await SignalAsync(task, SignalNames.Kill, stopping.Token);
                }
            }
            catch (Exception failure) when (failure is Fault or OperationCanceledException)
            {
                // Out of reach: again in a moment.
            }

            // In small steps, since another stop can shorten the grace.
            var step = left <= TimeSpan.Zero ? KillAgain : TimeSpan.FromTicks(Math.Min(left.Ticks, KillAgain.Ticks / 10));
            await Task.WhenAny(task.Ended, Task.Delay(step, time, stopping.Token));
        }
    }
}
