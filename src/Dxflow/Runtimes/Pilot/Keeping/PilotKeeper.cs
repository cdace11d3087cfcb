using System.Collections.Concurrent;
using System.Threading.Channels;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Beside;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Pilot.Door;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Wire;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Pilot.Keeping;

/// <summary>
/// Brings tasks from their being asked for to their end, in pilots. One loop owns them all; what takes time runs beside it and comes back
/// through its inbox. With nothing to look after it sleeps.
/// <list type="number">
/// <item>What waits is given to a worker that has room, the first that came first. From then on it is that worker's.</item>
/// <item>A worker tells how it goes. When one is away, what it had not begun goes to others; what it had begun stays its own: its files are
/// looked at, and it is lost only when the pilot's job is over.</item>
/// <item>A worker that comes again is told again of all that is its own, which changes nothing where it knows it already.</item>
/// <item>Whoever was told of an attempt by mistake does no harm: the token in its directory is given once.</item>
/// </list>
/// </summary>
internal sealed class PilotKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>A token without its content has only just been made, or is seen late: so long nothing is concluded from it.</summary>
    private static readonly TimeSpan UnclearMax = TimeSpan.FromSeconds(90);
    private const long LookMilliseconds = 1_000;
    private const long RetryMilliseconds = 5_000;

    private readonly ConcurrentDictionary<AttemptId, PilotTask> live = new();
    private readonly WaitingTasks waiting = new();

    /// <summary>Unbounded, but a few entries for each live task and each connection; engine and pilots' number bound those.</summary>
    private readonly Channel<Action<long>> inbox = Channel.CreateUnbounded<Action<long>>();
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();
    private readonly BatchTools tools;
    private readonly PilotTerms terms;
    private readonly PilotPlaces places;
    private readonly Action<TaskReport> report;
    private readonly PilotFleet fleet;
    private readonly Task loop;
    private PilotDoor? door;
    private string? trouble;
    private long openAt;
    private long tickAt;

    public PilotKeeper(BatchTools tools, PilotTerms terms, PilotPlaces places, Action<TaskReport> report)
    {
        (this.tools, this.terms, this.places, this.report) = (tools, terms, places, report);
        fleet = new PilotFleet(tools, terms, places, Post);
        loop = Task.Run(RunAsync);
    }

    /// <summary>Done once the pilots of before are known and workers can come in.</summary>
    public Task Opened => opened.Task;

    public string? Trouble => trouble;

    public PilotTask? Find(AttemptId id) => live.GetValueOrDefault(id);

    /// <summary>
    /// Takes a task into its care: one that has begun as its pilot's, another to wait. If there is one already, that is returned.
    /// </summary>
    public PilotTask Take(PilotTask task)
    {
        var kept = live.GetOrAdd(task.Id, task);
        if (kept == task)
        {
            Post(_ =>
            {
                task.IsTaken = true;
                if (task.HasBegun)
                {
                    Rejoin(task);
                }
                else
                {
                    Enqueue(task, first: false);
                }
            });
        }

        return kept;
    }

    public void Stop(PilotTask task, StopOrder order) => Post(now =>
    {
        if (task.Waiting is not null)
        {
            waiting.Remove(task);
            Abandon(task, new TaskReport(task.Id, TaskState.NotStarted, Detail: "stopped before it began"), now);
            return;
        }

        task.Stop = order.GraceSeconds is null ? task.Stop : order;
        fleet.Find(task.Pilot)?.Link?.Send(new EngineSaid(Stop: [order]));
    });

    /// <summary>Where a task runs; null: it does not. It may have begun since its worker last spoke.</summary>
    public BesidePlace? PlaceOf(AttemptId id) => Find(id) is not { Pilot: { Length: > 0 } key } task
        || !(task.HasBegun || Witness.Read(task.Ref.Directory).HasBegun) ? null
        : new BesidePlace(task.Ref, fleet.Find(key)?.View?.Node, async () =>
            (await fleet.Questions.FreshAsync()).Find(key, 0, null)?.Number);

    public string WaitsFor() => trouble ?? fleet.Hindrance ?? (fleet.Count is var there && there.All == 0 ? "no pilot is there yet"
        : $"{there.Up} pilots are at work, {there.Waiting} wait in {tools.Scheduler.Name}"
            + (fleet.All.FirstOrDefault(static each => each is { HasCome: false, View.Phase: JobPhase.Waiting }) is { } pilot
                ? $": {pilot.View!.Said}" : ""));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        if (door is not null)
        {
            await door.DisposeAsync();
        }

        foreach (var task in live.Values)
        {
            // Who follows its log is not kept waiting; the task goes on.
            task.End(task.Current);
        }

        stopping.Dispose();
    }

    private void Post(Action<long> action) => inbox.Writer.TryWrite(action);

    private long Now() => (long)tools.Time.GetElapsedTime(0).TotalMilliseconds;

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                try
                {
                    Turn();
                    trouble = opened.Task.IsCompleted ? null : trouble;
                }
                catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
                {
                    // Nobody else looks after them: whatever it is, the next turn may be a better one.
                    trouble = $"pilots cannot be looked after: {failure.Message}";
                }

                await WaitAsync();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The engine ends; pilots and tasks go on.
        }
    }

    private void Turn()
    {
        while (inbox.Reader.TryRead(out var action))
        {
            action(Now());
        }

        var now = Now();
        if (!opened.Task.IsCompleted && now >= openAt)
        {
            Open(now);
        }

        waiting.Give(fleet.All.Where(static each => each.CanTake), now);
        if (now >= tickAt && opened.Task.IsCompleted)
        {
            tickAt = now + (long)Tick.TotalMilliseconds;
            LookAll(now);
            var cpus = waiting.Cpus + fleet.All.Sum(static pilot => pilot.Holds.Sum(static each => each.Cpus));
            var inUse = live.Values.Select(static task => task.Pilot).OfType<string>().ToHashSet();
            fleet.Advance(now, cpus, inUse, RefuseAll, stopping.Token);
        }
    }

    private async Task WaitAsync()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var more = inbox.Reader.WaitToReadAsync(over.Token).AsTask();
        if (live.IsEmpty && fleet.IsEmpty && terms.Min == 0 && opened.Task.IsCompleted)
        {
            await more;
            return;
        }

        await Task.WhenAny(more, Task.Delay(Tick, tools.Time, over.Token));
        await over.CancelAsync();
        stopping.Token.ThrowIfCancellationRequested();
    }

    /// <summary>The disk of a cluster need not be there when the engine begins, nor the address be free: both are tried again.</summary>
    private void Open(long now)
    {
        openAt = now + RetryMilliseconds;
        places.Folder.Open();
        WrapperFile.Install(places.Shared);
        fleet.Load(now);
        door ??= new PilotDoor(fleet.IsExpected, AdmitAsync, tools.Time);
        door.Open(terms.Listen).Write(places.Folder.Root);
        opened.TrySetResult();
    }

    private async Task AdmitAsync(PilotLink link)
    {
        var key = link.Hello.Key;
        Post(now => Join(link, now));
        await link.RunAsync(said => Post(now => Hear(link, said, now)), tools.Time);
        Post(now =>
        {
            if (fleet.Find(key) is { } pilot && pilot.Link == link)
            {
                pilot.Link = null;
                TakeBack(pilot, now);
            }
        });
    }

    private void Join(PilotLink link, long now)
    {
        if (fleet.Find(link.Hello.Key) is not { } pilot)
        {
            // Its job was found to be over between the door and here.
            link.Close();
            return;
        }

        pilot.Link?.Close();
        (pilot.Link, pilot.HasCome, pilot.IsLeaving, pilot.IdleSince) = (link, true, pilot.IsCancelled, now);
        pilot.EndsAt = link.Hello.LeftSeconds is { } left ? now + (long)(left * 1000) : null;
    }

    private void Hear(PilotLink link, WorkerSaid said, long now)
    {
        if (fleet.Find(link.Hello.Key) is not { } pilot || pilot.Link != link)
        {
            return;
        }

        pilot.IsLeaving |= said.IsLeaving;
        if (said.Holds is { } holds)
        {
            Begin(pilot, holds);
        }

        foreach (var told in said.Reports ?? [])
        {
            Told(pilot, told, now);
        }

        foreach (var id in said.Elsewhere ?? [])
        {
            pilot.Release(id, now);
            if (live.TryGetValue(id, out var task) && task.Pilot == pilot.Key)
            {
                TakeBack(task, now);
            }
        }
    }

    /// <summary>What it runs counts, whether anybody asks for it or not; and it is told of all that is its own.</summary>
    private void Begin(PilotJob pilot, IReadOnlyList<Handed> holds)
    {
        pilot.HoldNothing();
        foreach (var handed in holds)
        {
            pilot.Hold(handed);
            if (live.TryGetValue(handed.Id, out var task) && task.Waiting is not null)
            {
                waiting.Remove(task);
                task.Pilot = pilot.Key;
            }
        }

        pilot.Link!.IsReady = true;
        foreach (var task in live.Values.Where(task => task.Pilot == pilot.Key))
        {
            Rejoin(task);
        }
    }

    private void Rejoin(PilotTask task)
    {
        if (fleet.Find(task.Pilot) is { Link: { IsReady: true } link } pilot)
        {
            pilot.Hold(task.Handed);
            link.Send(new EngineSaid(Start: [task.Handed], Stop: task.Stop is { } stop ? [stop] : null));
        }
    }

    /// <summary>A worker tells of what was given to it, and of nothing else.</summary>
    private void Told(PilotJob pilot, TaskReport told, long now)
    {
        var task = live.GetValueOrDefault(told.Id);
        if (task is not null && task.Pilot != pilot.Key)
        {
            return;
        }

        if (told.IsFinal)
        {
            pilot.Release(told.Id, now);
        }

        if (task is null)
        {
            return;
        }

        if (told.State == TaskState.Running && !task.HasBegun)
        {
            (task.HasBegun, task.StartedAt) = (true, told.StartedAt);
            report(task.Current);
        }
        else if (told.IsFinal)
        {
            Finish(task, told is { State: TaskState.NotStarted, Reason: FailureReason.None } && task.Stop is null
                ? told with { Reason = FailureReason.Lost, Detail = "the pilot gave it up before it began" } : told);
        }
    }

    /// <summary>What this pilot has not begun goes to others. What has begun is looked at, as long as it is away.</summary>
    private void TakeBack(PilotJob pilot, long now)
    {
        foreach (var task in live.Values.Where(task => task.Pilot == pilot.Key && !task.HasBegun))
        {
            pilot.Release(task.Id, now);
            TakeBack(task, now);
        }
    }

    private void TakeBack(PilotTask task, long now)
    {
        try
        {
            var files = Witness.Read(task.Ref.Directory);
            if (files.HasBegun)
            {
                Begun(task, files);
            }
            else if (files.IsAbandoned)
            {
                var reason = task.Stop is null ? FailureReason.Lost : FailureReason.None;
                Finish(task, new TaskReport(task.Id, TaskState.NotStarted, Reason: reason));
            }
            else if (task.Stop is null)
            {
                Enqueue(task, first: true);
            }
            else
            {
                Abandon(task, new TaskReport(task.Id, TaskState.NotStarted, Detail: "stopped before it began"), now);
            }
        }
        catch (DiskException)
        {
            // Whoever has it, the token is given once: it is tried anew, and that finds out.
            Enqueue(task, first: false);
        }
    }

    private void Begun(PilotTask task, Witness files)
    {
        var isNews = !task.HasBegun;
        (task.HasBegun, task.StartedAt, task.Pilot) = (true, files.StartedAt, files.Job ?? "");
        if (isNews)
        {
            report(task.Current);
        }

        Rejoin(task);
    }

    private void Enqueue(PilotTask task, bool first)
    {
        (task.Pilot, task.HasBegun) = (null, false);
        waiting.Add(task, first);
    }

    private void LookAll(long now)
    {
        foreach (var task in live.Values.Where(task => task.IsTaken && now >= task.LookAt && task.Waiting is null))
        {
            if (task.Never is { } never)
            {
                Abandon(task, never, now);
            }
            else if (fleet.Find(task.Pilot) is not { Link: not null } pilot)
            {
                task.LookAt = now + LookMilliseconds;
                Look(task, fleet.Find(task.Pilot), now);
            }
        }
    }

    private void Look(PilotTask task, PilotJob? pilot, long now)
    {
        try
        {
            var files = Witness.Read(task.Ref.Directory);
            var over = OverOf(task, pilot);
            if (!files.HasBegun)
            {
                TakeBack(task, now);
                return;
            }

            if (pilot is null && files.Job is { } key && key != task.Pilot)
            {
                Begun(task, files);
                return;
            }

            task.EndKnownAt ??= files.Exit is not null || over is not null ? now : null;
            var known = TimeSpan.FromMilliseconds(now - (task.EndKnownAt ?? now));
            var verdict = PilotVerdict.Of(
                task.Id, files, over, new Circumstances(task.Stop is not null, known, tools.Scheduler.Name));
            if (verdict.Report is { } final && (files.Job is not null || known >= UnclearMax))
            {
                if (files.Exit is null || final.State == TaskState.Lost)
                {
                    VerdictFile.Write(task.Ref.Directory, final);
                }

                Finish(task, final);
            }
        }
        catch (DiskException)
        {
            // Out of reach, or stale: the same question again, as long as it takes.
            task.LookAt = now + RetryMilliseconds;
        }
    }

    /// <summary>
    /// A pilot that is not known any more is over: its directory was removed because of that. Of what no pilot has begun nobody here knows.
    /// </summary>
    private static JobView? OverOf(PilotTask task, PilotJob? pilot) => pilot is not null ? (pilot.IsOver ? pilot.View : null)
        : task.Pilot is not { Length: > 0 } key || PilotFolder.IsKey(key)
            ? new JobView("", 0, task.Pilot ?? "", JobPhase.Gone, Said: "over") : null;

    /// <summary>The token decides: if it is taken by now, the task runs after all.</summary>
    private void Abandon(PilotTask task, TaskReport never, long now)
    {
        try
        {
            task.Never = null;
            if (StartToken.TryAbandon(task.Ref.Directory))
            {
                Finish(task, never);
            }
            else
            {
                Begun(task, Witness.Read(task.Ref.Directory));
            }
        }
        catch (DiskException failure) when (failure.Errno == Errno.NoEntry)
        {
            // No directory, no task.
            Finish(task, never);
        }
        catch (DiskException)
        {
            (task.Never, task.LookAt) = (never, now + RetryMilliseconds);
        }
    }

    private void RefuseAll(string said)
    {
        foreach (var task in waiting.All)
        {
            waiting.Remove(task);
            Abandon(
                task,
                new TaskReport(
                    task.Id, TaskState.NotStarted, Reason: FailureReason.SiteLimit,
                    Detail: $"{tools.Target.Name} has no pilots: {said}"),
                Now());
        }
    }

    private void Finish(PilotTask task, TaskReport final)
    {
        live.TryRemove(task.Id, out _);
        fleet.Find(task.Pilot)?.Release(task.Id, Now());
        report(final);
        task.End(final);
    }
}
