using System.Collections.Concurrent;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Logs;

namespace Dxflow.Runtimes.Containers.Watching;

/// <summary>
/// Sees to it that the end of each live container is reported once. Events are hints; the truth is asked for: 1 the stream of events is
/// opened, 2 all containers are listed, 3 each that does not run is inspected, and so is each that an event names, aside: one whose log
/// takes its time keeps no other waiting. 4 Every 30 s, and whenever the stream has broken, it begins again. The stream is open only once
/// something lives.
/// </summary>
internal sealed class ContainerWatch(EngineApi api, TimeProvider time, Action<TaskReport> report, Action<string> log) : IAsyncDisposable
{
    /// <summary>Looked at, and brought to their ends, at a time.</summary>
    private const int LooksAtOnceMax = 16;

    private static readonly TimeSpan ListEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ContainerCalls containers = new(api);
    private readonly DaemonStart daemon = new(api);
    private readonly ConcurrentDictionary<AttemptId, LiveContainer> live = new();
    private readonly ConcurrentDictionary<string, LiveContainer> byContainer = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim looking = new(LooksAtOnceMax);
    private readonly Lock starting = new();
    private Task? loop;

    public IEnumerable<LiveContainer> Live => live.Values;

    public LiveContainer? Find(AttemptId id) => live.GetValueOrDefault(id);

    /// <summary>Watches a container that runs, or did a moment ago.</summary>
    public async Task AddAsync(LiveContainer task, ContainerState state)
    {
        live[task.Id] = task;
        byContainer[task.Container] = task;
        lock (starting)
        {
            loop ??= Task.Run(RunAsync);
        }

        if (FinalReport.HasEnded(state))
        {
            await SettleAsync(task, state, stopping.Token);
        }
    }

    /// <summary>Looks at an attempt no more, whatever becomes of its container.</summary>
    public async Task LetGoAsync(AttemptId id)
    {
        if (live.TryRemove(id, out var task))
        {
            byContainer.TryRemove(KeyValuePair.Create(task.Container, task));
            await task.Log.DisposeAsync();
        }
    }

    /// <summary>Asks for the truth about one container now.</summary>
    public async Task CheckAsync(LiveContainer task, CancellationToken cancel)
    {
        var found = await containers.FindAsync(task.Container, cancel);
        if (found?.State is not { } state || FinalReport.HasEnded(state) || FinalReport.NeverRan(state, task.Record.Before))
        {
            await SettleAsync(task, found?.State, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await (loop ?? Task.CompletedTask);
        foreach (var task in live.Values)
        {
            await task.Stopping;
            await task.Starting;
            await (task.Leaving ?? Task.CompletedTask);
            await task.Looking;
            await task.Settling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await task.Log.DisposeAsync();
        }

        stopping.Dispose();
    }

    /// <summary>
    /// The end of a container that was found ended: its log is fetched, its end kept with the attempt, and reported.
    /// </summary>
    /// <param name="task">Which one.</param>
    /// <param name="state">How it was found; null: it is gone.</param>
    /// <param name="cancel">Gives up waiting for it.</param>
    public Task<TaskReport> SettleAsync(LiveContainer task, ContainerState? state, CancellationToken cancel) =>
        task.SettleOnce(() => SettleAsync(task, state)).WaitAsync(cancel);

    private async Task<TaskReport> SettleAsync(LiveContainer task, ContainerState? state)
    {
        var cancel = stopping.Token;
        await task.Log.DrainAsync(cancel);
        var final = task.Record.HookFailure is { } failure ? FinalReport.NotStarted(task.Id, FailureReason.Start, failure)
            : state is null ? FinalReport.Gone(task.Id, task.StartedAt)
            : await FinalAsync(task, state, cancel);
        task.Note(record => record with { Final = AttemptEnd.Of(final) });
        await task.Log.DisposeAsync();
        live.TryRemove(task.Id, out _);
        byContainer.TryRemove(KeyValuePair.Create(task.Container, task));
        task.End(final);
        report(final);
        return final;
    }

    private async Task<TaskReport> FinalAsync(LiveContainer task, ContainerState state, CancellationToken cancel)
    {
        if (FinalReport.NeverRan(state, task.Record.Before))
        {
            return FinalReport.NotStarted(task.Id, FailureReason.Start, state.Error);
        }

        if (FinalReport.Refusal(state, await FirstLinesAsync(task, cancel)) is { } refusal)
        {
            return FinalReport.NotStarted(task.Id, FailureReason.Start, $"the program could not be started: {refusal}");
        }

        return FinalReport.Of(task.Id, state, await daemon.FindAsync(cancel));
    }

    private async Task<IReadOnlyList<string>> FirstLinesAsync(LiveContainer task, CancellationToken cancel)
    {
        var lines = new List<string>();
        if (task.HasInit)
        {
            var reader = new LogReader(task.Ref.Directory, new LogQuery(Tail: 2), time, new LogViews(time));
            await foreach (var line in reader.ReadAsync(Task.CompletedTask, cancel))
            {
                lines.Add(line.Error ? line.Text : "");
            }
        }

        return lines;
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await WatchOnceAsync();
            }
            catch (OperationCanceledException)
            {
                // The engine stops, or half a minute has passed.
            }
            catch (Exception failure)
            {
                await LaterAsync(failure);
            }
        }
    }

    /// <summary>Out of reach, or the disk is: asked again in a moment. What else it may be is told.</summary>
    private async Task LaterAsync(Exception failure)
    {
        if (failure is not (Fault or DiskException or IOException or HttpRequestException))
        {
            log($"containers of {api.Address.Text} are looked at again, after {failure.GetType().Name}: {failure.Message}");
        }

        await Task.Delay(Pause, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WatchOnceAsync()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        over.CancelAfter(ListEvery);
        await using var events = await containers.OpenEventsAsync(over.Token);
        await ListAsync(over.Token);
        await foreach (var happened in containers.EventsAsync(Task.FromResult(events), over.Token))
        {
            if (happened.Actor?.Id is not { } id || !byContainer.TryGetValue(id, out var task))
            {
                continue;
            }

            if (happened.Action is "die" or "died" or "destroy" or "remove" or "stop" or "cleanup")
            {
                Look(task);
            }
            else if (happened.Action?.StartsWith("health_status", StringComparison.Ordinal) == true)
            {
                task.TellHealthNews();
            }
        }

        // The engine has ended the stream: it goes down.
        await Task.Delay(Pause, time, stopping.Token);
    }

    private async Task ListAsync(CancellationToken cancel)
    {
        var listed = (await containers.ListAsync(cancel, all: true, ("label", [Labels.Run]))).ToDictionary(each => each.Id);
        foreach (var task in live.Values)
        {
            if (!(listed.TryGetValue(task.Container, out var found) && found.State is "running" or "paused"))
            {
                Look(task);
            }
        }
    }

    private void Look(LiveContainer task)
    {
        if (task.MustLook())
        {
            task.Looking = Task.Run(() => LookAsync(task));
        }
    }

    /// <summary>Until nothing more has been said of it than the last look has seen.</summary>
    private async Task LookAsync(LiveContainer task)
    {
        for (var isKnown = false; !isKnown && !stopping.IsCancellationRequested;)
        {
            var before = task.Looks;
            try
            {
                await looking.WaitAsync(stopping.Token);
                try
                {
                    if (live.ContainsKey(task.Id))
                    {
                        await CheckAsync(task, stopping.Token);
                    }
                }
                finally
                {
                    looking.Release();
                }

                isKnown = task.HasLooked(before);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The engine stops.
            }
            catch (Exception failure)
            {
                await LaterAsync(failure);
            }
        }
    }
}
