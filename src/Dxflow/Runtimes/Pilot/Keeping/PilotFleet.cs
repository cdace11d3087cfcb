using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Keeping;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Keeping;

/// <summary>
/// The pilots there are, from before their submission until their jobs are certainly over: more of them while there is work, fewer when
/// there is none. The queue is asked for only while one of them is not connected. Owned by <see cref="PilotKeeper"/>'s loop, but for
/// <see cref="IsExpected"/>.
/// </summary>
internal sealed class PilotFleet
{
    private const int MissingMax = 2;
    private const long PauseFirstMilliseconds = 1_000;
    private const long PauseMaxMilliseconds = 60_000;
    private const long CancelAgainMilliseconds = 30_000;

    private readonly ConcurrentDictionary<string, PilotJob> pilots = new();
    private readonly BatchTools tools;
    private readonly PilotTerms terms;
    private readonly PilotPlaces places;
    private readonly Action<Action<long>> post;
    private readonly HopeDesk hopes;
    private bool isBusy;
    private bool isConfirming;
    private long notBefore;
    private int failures;
    private long enoughSince = long.MaxValue;

    public PilotFleet(BatchTools tools, PilotTerms terms, PilotPlaces places, Action<Action<long>> post)
    {
        (this.tools, this.terms, this.places, this.post) = (tools, terms, places, post);
        Questions = new QueueQuestions(tools, post);
        hopes = new HopeDesk(tools, post);
    }

    public QueueQuestions Questions { get; }

    public IEnumerable<PilotJob> All => pilots.Values;

    public bool IsEmpty => pilots.IsEmpty;

    /// <summary>Why no further pilot could be submitted.</summary>
    public string? Hindrance { get; private set; }

    public PilotCount Count => new(
        pilots.Values.Count(static each => each is { HasCome: false, IsCancelled: false, IsOver: false }),
        pilots.Values.Count(static each => each is { HasCome: true, IsLeaving: false, IsOver: false }));

    public PilotJob? Find(string? key) => key is null ? null : pilots.GetValueOrDefault(key);

    /// <summary>Whether a worker is who it says. Asked by the door, at any time.</summary>
    public bool IsExpected(WorkerHello hello) => pilots.TryGetValue(hello.Key, out var pilot)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(pilot.File.Secret), Encoding.ASCII.GetBytes(hello.Secret));

    /// <summary>Those that an engine before this one has left.</summary>
    public void Load(long now)
    {
        foreach (var file in places.Folder.All())
        {
            pilots.TryAdd(file.Key, new PilotJob(file, terms, now));
        }
    }

    /// <param name="now">Milliseconds of a clock that only goes forward.</param>
    /// <param name="cpus">What the tasks that wait and run ask for together.</param>
    /// <param name="inUse">Keys of pilots that tasks still refer to.</param>
    /// <param name="refuse">Told that no pilot can ever be had, and why.</param>
    /// <param name="cancel">The engine ends.</param>
    public void Advance(long now, double cpus, IReadOnlySet<string> inUse, Action<string> refuse, CancellationToken cancel)
    {
        foreach (var pilot in pilots.Values.Where(each => each.IsOver && !inUse.Contains(each.Key)))
        {
            Forget(pilot);
        }

        Questions.Advance(
            now, pilots.Values.Any(static each => each.Link is null),
            pilots.Values.Any(static each => each is { Link: null, HasCome: true } || each.Missing > 0),
            list => Learn(list, cancel), cancel);
        hopes.Advance(
            now, pilots.Values.Where(IsHopeless).Select(pilot => new Hopeless(
                pilot.HopelessAt!.Value, pilot.View!, terms.Ask, why => GiveUp(pilot, why, refuse))),
            cancel);
        var wanted = PilotScale.Wanted(terms, cpus);
        if (!isBusy && now >= notBefore && PilotScale.MaySubmit(terms, wanted, Count))
        {
            Submit(now, refuse, cancel);
        }

        SendAway(now, wanted, cancel);
    }

    private void SendAway(long now, int wanted, CancellationToken cancel)
    {
        // Where nobody has said how long it is there, the scheduler tells its worker.
        foreach (var pilot in pilots.Values.Where(each => !each.IsLeaving && now + terms.Notice.TotalMilliseconds >= each.EndsAt))
        {
            Dismiss(pilot);
        }

        foreach (var pilot in pilots.Values.Where(static each => each.CanTake && each.Holds.Count == 0))
        {
            if (PilotScale.MayLeave(terms, wanted, Count, TimeSpan.FromMilliseconds(now - pilot.IdleSince)))
            {
                Dismiss(pilot);
            }
        }

        // Only what the scheduler itself says has not begun: a worker that an engine of before has left may be on its way back.
        enoughSince = PilotScale.IsTooMany(wanted, Count) ? Math.Min(enoughSince, now) : long.MaxValue;
        if (enoughSince < long.MaxValue && now - enoughSince >= terms.IdleMax.TotalMilliseconds
            && pilots.Values.FirstOrDefault(static each => each is
            { HasCome: false, IsCancelled: false, Job: not null, View.Phase: JobPhase.Waiting }) is { } spare)
        {
            spare.IsCancelled = true;
        }

        foreach (var pilot in pilots.Values.Where(
            each => each is { IsCancelled: true, HasCome: false, Job: not null, View.Phase: JobPhase.Waiting } && now >= each.CancelAt))
        {
            pilot.CancelAt = now + CancelAgainMilliseconds;
            _ = tools.Calls.EndAsync(tools.Scheduler.Cancel([pilot.Job!]), cancel);
        }
    }

    private static bool IsHopeless(PilotJob pilot) =>
        pilot is { HopelessAt: not null, View: { Phase: JobPhase.Waiting, Hope: not JobHope.Some }, HasCome: false, IsCancelled: false };

    /// <summary>All pilots ask for the same: where one can never begin and none is at work, the tasks will never have any.</summary>
    private void GiveUp(PilotJob pilot, string why, Action<string> refuse)
    {
        if (!IsHopeless(pilot))
        {
            return;
        }

        Hindrance = $"job {pilot.View!.Job} of a pilot can never begin: {why}";
        notBefore = Now() + PauseMaxMilliseconds;
        foreach (var each in pilots.Values.Where(IsHopeless))
        {
            each.IsCancelled = true;
        }

        if (Count.All == 0)
        {
            refuse(Hindrance);
        }
    }

    private long Now() => (long)tools.Time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>It ends when nothing runs there any more.</summary>
    private static void Dismiss(PilotJob pilot)
    {
        pilot.IsLeaving = true;
        pilot.Link?.Send(new EngineSaid(Leave: true));
    }

    private void Forget(PilotJob pilot)
    {
        pilots.TryRemove(pilot.Key, out _);
        places.Folder.Remove(pilot.Key);
    }

    private void Submit(long now, Action<string> refuse, CancellationToken cancel)
    {
        isBusy = true;
        var file = new PilotFile(
            PilotFolder.NewKey(), PilotFolder.NewSecret(), places.Tasks, places.Shared, places.LogBytesMax, terms.IdleMax.TotalSeconds,
            terms.Time?.TotalSeconds, tools.Target.Modules is { Count: > 0 });
        var pilot = pilots[file.Key] = new PilotJob(file, terms, now);
        _ = SubmitAsync();

        async Task SubmitAsync()
        {
            var answer = await Task.Run(() => AnswerAsync(file, cancel), CancellationToken.None);
            post(later =>
            {
                isBusy = false;
                Settle(pilot, answer, refuse, later);
            });
        }
    }

    /// <summary>1 The pilot's directory, 2 the scheduler: from 1 on it is looked for in the queue.</summary>
    private async Task<SubmitAnswer> AnswerAsync(PilotFile file, CancellationToken cancel)
    {
        try
        {
            var script = places.Folder.Make(file, places.Program, tools.Target.Modules ?? []);
            var call = tools.Scheduler.Submit(tools.Target, new Submission(
                file.Key, $"pilot-{tools.Target.Name}", script, 1, terms.Ask, terms.Time,
                terms.Time is null ? terms.Notice : null));
            return tools.Scheduler.Submitted(await tools.Calls.EndAsync(call, cancel));
        }
        catch (Exception failure) when (failure is DiskException or IOException or UnauthorizedAccessException)
        {
            return new SubmitAnswer(SubmitOutcome.Later, Said: failure.Message);
        }
    }

    private void Settle(PilotJob pilot, SubmitAnswer answer, Action<string> refuse, long now)
    {
        if (answer.Outcome == SubmitOutcome.Accepted)
        {
            (pilot.Job, pilot.SubmittedAt, pilot.Missing) = (tools.Scheduler.Element(answer.Job!, 0, 1), now, 0);
            (failures, Hindrance) = (0, null);
            notBefore = now + (60_000 / tools.Target.SubmitsPerMinute);
            return;
        }

        notBefore = now + Math.Min(PauseMaxMilliseconds, PauseFirstMilliseconds << Math.Min(failures++, 6));
        Hindrance = $"no pilot was submitted: {answer.Said}";
        if (answer.Outcome == SubmitOutcome.Unknown)
        {
            (pilot.SubmittedAt, pilot.Missing) = (now, 0);
            return;
        }

        Forget(pilot);
        if (answer.Outcome == SubmitOutcome.Refused && Count.All == 0)
        {
            refuse($"{tools.Scheduler.Name} refuses them: {answer.Said}");
        }
    }

    private void Learn(QueueList list, CancellationToken cancel)
    {
        var doubtful = new List<PilotJob>();
        foreach (var pilot in pilots.Values)
        {
            if (list.Find(pilot.Key, 0, pilot.Job) is { } view)
            {
                // What could not be begun stays there until somebody sees to it.
                pilot.View = view.Phase == JobPhase.Stuck ? view with { Phase = JobPhase.Waiting, Hope = JobHope.None } : view;
                pilot.Missing = 0;
                pilot.Job ??= view.Job;
                pilot.HopelessAt = pilot.View.Hope != JobHope.Some ? pilot.HopelessAt ?? Now() : null;
            }
            else if (pilot.Link is null && pilot.View is not { Phase: JobPhase.Gone } && list.BegunAt > pilot.SubmittedAt
                && !isBusy && ++pilot.Missing >= MissingMax)
            {
                doubtful.Add(pilot);
            }
        }

        // It was not known whether the scheduler had taken these: it has not, and one that comes all the same finds nothing to run.
        foreach (var pilot in doubtful.Where(static each => each is { Job: null, HasCome: false }))
        {
            Forget(pilot);
        }

        if (!isConfirming && doubtful.FirstOrDefault(static each => each.Job is not null) is { } lost)
        {
            _ = ConfirmAsync(lost, cancel);
        }
    }

    /// <summary>A list that leaves out a job may be wrong: only a second answer, about this job alone, is believed.</summary>
    private async Task ConfirmAsync(PilotJob pilot, CancellationToken cancel)
    {
        isConfirming = true;
        var end = await tools.Calls.EndAsync(tools.Scheduler.Show(pilot.Job!), cancel);
        post(_ =>
        {
            isConfirming = false;
            if (tools.Scheduler.Shown(pilot.Job!, end) is { } view)
            {
                (pilot.View, pilot.Missing) = (view, 0);
            }
        });
    }
}
