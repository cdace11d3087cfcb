using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Watching;

namespace Dxflow.Runtimes.Containers.Hooks;

/// <summary>
/// Runs the hooks of containers in their order, none twice, whatever becomes of this engine: 1 the hook is made in the container engine,
/// 2 what it is called there is written into the attempt's record, 3 it is started, which the container engine does once only, 4 its end is
/// awaited and written down, 5 the next. Between 1 and 2 a crash leaves one that is never started.
/// <list type="bullet">
/// <item>post_start: the attempt is queued until all have ended well; one that fails ends it, and its container.</item>
/// <item>pre_stop: what fails is told the engine's log, and the stop goes on.</item>
/// </list>
/// A hook whose end nobody saw, because the container engine has forgotten it meanwhile, counts as over.
/// </summary>
internal sealed class ContainerHooks(
    EngineApi api, ContainerWatch watch, TimeProvider time, Action<TaskReport> report, Action<string> log) : IAsyncDisposable
{
    /// <summary>For a container whose post_start has failed, between its stop signal and the kill.</summary>
    private const int FailedGraceSeconds = 10;

    private const string PostStart = "post_start";
    private const string PreStop = "pre_stop";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ContainerCalls containers = new(api);
    private readonly ExecCalls execs = new(api);
    private readonly HookRun run = new(new ExecCalls(api), time);
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Goes on with what a container that runs still owes before it counts as running; returns at once.</summary>
    public void Begin(LiveContainer task)
    {
        lock (task)
        {
            if (!task.HasBegun && task.Starting.IsCompleted)
            {
                task.Starting = Task.Run(() => InsistAsync(task, BeginAsync));
            }
        }
    }

    /// <summary>All that is to run before the container is asked to end; false: not all of it did, since our own engine stops.</summary>
    public Task<bool> LeaveAsync(LiveContainer task) => InsistAsync(task, async over =>
    {
        while (over.Record.PreStop is { IsOver: false } left && !over.Ended.IsCompleted)
        {
            var end = await NextAsync(over, PreStop, left, made => over.Note(record => record with { PreStop = left.With(made) }));
            if (end is null)
            {
                continue;
            }

            if (end.HasFailed || end.IsUnseen)
            {
                log($"{end.Brief(PreStop, left.Over + 1)}; {over.Container[..12]} of attempt {over.Id} is stopped all the same");
            }

            over.Note(record => record with { PreStop = left.Past() });
        }
    });

    /// <summary>What waits sees it in its own time, so the source is left to the collector: it holds nothing else.</summary>
    public async ValueTask DisposeAsync() => await stopping.CancelAsync();

    private async Task BeginAsync(LiveContainer task)
    {
        while (task.Record is { HookFailure: null, PostStart: { IsOver: false } left } && !task.Ended.IsCompleted && task.KillAt is null)
        {
            var end = await NextAsync(task, PostStart, left, made => task.Note(record => record with { PostStart = left.With(made) }));
            if (end is null || task.KillAt is not null)
            {
                continue;
            }

            if (end.IsUnseen)
            {
                log($"{end.Brief(PostStart, left.Over + 1)}; attempt {task.Id} goes on");
            }

            task.Note(record => end.HasFailed
                ? record with { HookFailure = end.Explain(PostStart, left.Over + 1, left.Hooks[left.Over]) }
                : record with { PostStart = left.Past() });
        }

        if (task.Record.HookFailure is not null && !task.Ended.IsCompleted)
        {
            await containers.StopAsync(task.Container, FailedGraceSeconds, stopping.Token);
            await watch.CheckAsync(task, stopping.Token);
        }
        else if (task.HasBegun && !task.Ended.IsCompleted)
        {
            report(task.Told);
        }
    }

    /// <summary>The next hook to its end; null: nothing came of it, because the container has ended, or stands still.</summary>
    private async Task<HookEnd?> NextAsync(LiveContainer task, string key, HookProgress left, Func<string, bool> note)
    {
        if (!await IsUpAsync(task))
        {
            return null;
        }

        HookEnd end;
        try
        {
            var made = left.Exec;
            if (made is null)
            {
                made = await execs.CreateAsync(task.Container, Body(left.Hooks[left.Over]), stopping.Token);
                if (!note(made))
                {
                    return null;
                }
            }

            end = await run.EndAsync(task, $"{key} {left.Over + 1}", made, isNew: left.Exec is null, stopping.Token);
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is not null && !EngineRefusal.IsOfTheEngine(refused))
        {
            end = new HookEnd(null, Refusal: EngineRefusal.WordsOf(refused));
        }

        return end is { Exit: 0 } || await IsUpAsync(task) ? end : null;
    }

    /// <summary>What ended together with its container says nothing: that has ended by itself, or was ended by somebody.</summary>
    private async Task<bool> IsUpAsync(LiveContainer task)
    {
        var found = await containers.FindAsync(task.Container, stopping.Token);
        if (found?.State is { Running: true, Paused: false })
        {
            return true;
        }

        await watch.CheckAsync(task, stopping.Token);
        await Task.Delay(Pause, time, stopping.Token);
        return false;
    }

    private static ExecCreate Body(ContainerHook hook) => new(
        hook.Command,
        hook.Environment is { Count: > 0 } variables ? [.. variables.Select(pair => $"{pair.Key}={pair.Value}")] : null,
        hook.WorkingDirectory,
        hook.User,
        hook.Privileged ? true : null,
        AttachStdin: false);

    /// <summary>False: our engine stops; the next one goes on with it.</summary>
    private async Task<bool> InsistAsync(LiveContainer task, Func<LiveContainer, Task> act)
    {
        while (!stopping.IsCancellationRequested && !task.Ended.IsCompleted)
        {
            try
            {
                await act(task);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            catch (Exception notNow)
            {
                // The engine or a disk is out of reach: again in a moment, where it stopped. What else it may be is told.
                if (notNow is not (Fault or DiskException or IOException or HttpRequestException))
                {
                    log($"hooks of attempt {task.Id} go on after {notNow.GetType().Name}: {notNow.Message}");
                }

                await Task.Delay(Pause, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return !stopping.IsCancellationRequested;
    }
}
