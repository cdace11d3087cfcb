using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Following;
using Dxflow.Runtimes.Containers.Hooks;
using Dxflow.Runtimes.Containers.Watching;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>The truth about an attempt: from its record, and from the container that it names. What runs is watched from then on.</summary>
internal sealed class ContainerFinding(
    EngineApi api, ContainerRuntimeOptions options, ContainerWatch watch, ContainerHooks hooks, TimeProvider time)
{
    private readonly ContainerCalls containers = new(api);

    /// <summary>The identity of our engine, on every container that it makes.</summary>
    public string Engine => options.Engine;

    /// <summary>Told to the engine's log.</summary>
    public Action<string> Log => options.Tell;

    public bool IsWatched(string container) => watch.Live.Any(each => each.Container == container);

    /// <summary>
    /// 1 What has ended stays so. 2 Without a record it never ran; a container made just before a crash goes, and a record is made, so
    /// that it never will. 3 A container that was never started is removed, which fails if it is being started after all. 4 What runs or
    /// ran is reported.
    /// </summary>
    public async Task<TaskReport> FindAsync(TaskRef task, CancellationToken cancel)
    {
        if (watch.Find(task.Id) is { } live)
        {
            return live.Told;
        }

        var record = AttemptRecord.Read(task);
        if (record?.Final is { } final)
        {
            return final.Report(task.Id);
        }

        if (record?.Id is not { } id)
        {
            foreach (var made in await containers.ListAsync(cancel, all: true, ("label", [$"{Labels.Attempt}={task.Id}"])))
            {
                await containers.RemoveAsync(made.Id, force: false, volumes: true, cancel);
            }

            return Abandon(task, AttemptRecord.Empty);
        }

        var found = await containers.FindAsync(id, cancel);
        if (found?.State is not { } state || !FinalReport.NeverRan(state, record.Before))
        {
            return await ReportAsync(task, record, found, cancel);
        }

        return record.Before is not null || await TryRemoveAsync(id, cancel)
            ? Abandon(task, record)
            : await ReportAsync(task, record, await containers.FindAsync(id, cancel), cancel);
    }

    /// <summary>Running, or queued while its hooks are not over, and watched from now on; or how it ended.</summary>
    public async Task<TaskReport> ReportAsync(TaskRef task, AttemptRecord record, ContainerAnswer? found, CancellationToken cancel)
    {
        if (watch.Find(task.Id) is { } known)
        {
            return known.Told;
        }

        var startedAt = EngineTime.Parse(found?.State?.StartedAt);
        var live = new LiveContainer(
            task, record, startedAt, Follow(task, record, found?.Config?.Tty == true), EngineHealth.IsChecked(found));
        if (found?.State is not { } state)
        {
            return await watch.SettleAsync(live, null, cancel);
        }

        await watch.AddAsync(live, state);
        if (live.Ended.IsCompletedSuccessfully)
        {
            return await live.Ended;
        }

        hooks.Begin(live);
        return live.Told;
    }

    private LogFollower Follow(TaskRef task, AttemptRecord record, bool terminal)
    {
        try
        {
            var since = EngineTime.Nanoseconds(record.EndedBefore) ?? 0;
            return new LogFollower(
                new FollowedLog(record.Id!, task.Directory, terminal, since), options.LogBytesMax, api, time);
        }
        catch (DiskException failure)
        {
            throw new Fault(FaultKind.Unavailable, $"the log of attempt {task.Id} cannot be written: {failure.Message}", cause: failure);
        }
    }

    private async Task<bool> TryRemoveAsync(string container, CancellationToken cancel)
    {
        try
        {
            await containers.RemoveAsync(container, force: false, volumes: true, cancel);
            return true;
        }
        catch (Fault running) when (EngineRefusal.StatusOf(running) is not null)
        {
            return false;
        }
    }

    private static TaskReport Abandon(TaskRef task, AttemptRecord record)
    {
        var report = FinalReport.NotStarted(task.Id);

        // An engine that was killed before it had made the directory has made nothing else, and nobody starts it any more.
        if (Directory.Exists(task.Directory))
        {
            (record with { Final = AttemptEnd.Of(report) }).Write(task);
        }

        return report;
    }
}
