using System.Security.Cryptography;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Batch.Files;

namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>
/// Submits what waits: tasks of one step that ask for the same together, as one array; one submission at a time, within the budget of a
/// minute and the number of jobs that may be in the queue. A limit of the site makes arrays smaller and the pauses longer, and fails
/// nothing. Owned by <see cref="BatchKeeper"/>'s loop.
/// </summary>
internal sealed class SubmitDesk(BatchTools tools, SubmissionFolder folder, Action<Action<long>> post)
{
    /// <summary>
    /// One task waits so long for another, several for more of them, as those of a large step come in portions; but not for ever.
    /// </summary>
    private const long GatherOneMilliseconds = 30;
    private const long GatherMoreMilliseconds = 300;
    private const long GatherMaxMilliseconds = 2_000;
    private const long PauseFirstMilliseconds = 1_000;
    private const long PauseMaxMilliseconds = 60_000;
    private const int BurstMax = 10;
    private const int KeyBytes = 8;

    private readonly List<BatchTask> waiting = [];
    private readonly double perMillisecond = tools.Target.SubmitsPerMinute / 60_000.0;
    private double budget = Math.Min(BurstMax, tools.Target.SubmitsPerMinute);
    private long budgetAt;
    private long notBefore;
    private long gatherSince;
    private long gatherUntil;
    private int failures;
    private int? arrayMax;
    private int arrayNow = int.MaxValue;
    private bool isBusy;

    public int Waiting => waiting.Count;

    public void Add(BatchTask task, long now)
    {
        gatherSince = waiting.Count == 0 ? now : gatherSince;
        waiting.Add(task);
        gatherUntil = Math.Min(
            now + (waiting.Count == 1 ? GatherOneMilliseconds : GatherMoreMilliseconds), gatherSince + GatherMaxMilliseconds);
    }

    /// <summary>False: it does not wait here any more.</summary>
    public bool Remove(BatchTask task) => waiting.Remove(task);

    /// <param name="now">Milliseconds of a clock that only goes forward.</param>
    /// <param name="inQueue">How many of our jobs the scheduler has.</param>
    /// <param name="refuse">Told of each that can never be submitted, and why.</param>
    /// <param name="cancel">The engine ends.</param>
    public void Advance(long now, int inQueue, Action<BatchTask, string> refuse, CancellationToken cancel)
    {
        budget = Math.Min(Math.Min(BurstMax, tools.Target.SubmitsPerMinute), budget + ((now - budgetAt) * perMillisecond));
        budgetAt = now;
        if (isBusy || now < Math.Max(notBefore, gatherUntil) || !waiting.Exists(static task => !task.IsHeld))
        {
            return;
        }

        var room = tools.Target.JobsMax - inQueue;
        if (room <= 0 || budget < 1)
        {
            var why = room <= 0 ? $"{inQueue} jobs are in the queue, and `jobs` of the target allows no more"
                : $"the budget of {tools.Target.SubmitsPerMinute} submissions a minute is used up";
            waiting.ForEach(task => task.Hindrance = why);
            return;
        }

        isBusy = true;
        if (arrayMax is null)
        {
            _ = LearnAsync(cancel);
            return;
        }

        budget--;
        var chosen = Take(Math.Min(room, Math.Min(arrayMax.Value, arrayNow)));
        _ = SubmitAsync(chosen, refuse, cancel);
    }

    /// <param name="most">How many jobs.</param>
    private List<BatchTask> Take(int most)
    {
        var first = waiting.First(static task => !task.IsHeld);
        var chosen = waiting.Where(task => !task.IsHeld
            && task.Id.Run == first.Id.Run && task.Id.Step == first.Id.Step && task.Ask == first.Ask)
            .Take((int)Math.Min(int.MaxValue, (long)most * first.Ask.Group)).ToList();
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        var group = GroupOf(chosen);
        for (var index = 0; index < chosen.Count; index++)
        {
            var task = chosen[index];
            (task.Key, task.Index, task.Shares, task.Job, task.HoldAt) = (key, index / group, group > 1, null, null);

            // Until that is known no list tells that it is missing.
            task.SubmittedAt = long.MaxValue;
        }

        folder.Join(key, chosen.Count);
        var taken = chosen.ToHashSet();
        waiting.RemoveAll(taken.Contains);
        return chosen;
    }

    private static int GroupOf(List<BatchTask> chosen) => Math.Clamp(chosen[0].Ask.Group, 1, chosen.Count);

    private static int JobsOf(List<BatchTask> chosen) => chosen[^1].Index + 1;

    private async Task LearnAsync(CancellationToken cancel)
    {
        var end = await tools.Calls.EndAsync(tools.Scheduler.Limits(), cancel);
        post(now =>
        {
            isBusy = false;
            arrayMax = tools.Scheduler.ArrayMax(end);
            if (arrayMax is null)
            {
                Pause(now, end.Output);
            }
        });
    }

    private async Task SubmitAsync(List<BatchTask> chosen, Action<BatchTask, string> refuse, CancellationToken cancel)
    {
        SubmitAnswer answer;
        try
        {
            answer = await Task.Run(() => AnswerAsync(chosen, cancel), CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever it is, others wait for their turn, and the queue tells what has become of these.
            answer = new SubmitAnswer(SubmitOutcome.Unknown, Said: failure.Message);
        }

        post(now =>
        {
            isBusy = false;
            Settle(chosen, answer, refuse, now);
        });
    }

    /// <summary>1 Each attempt's record, 2 the folder of the submission, 3 the scheduler: from 1 on it can be found again.</summary>
    private async Task<SubmitAnswer> AnswerAsync(List<BatchTask> chosen, CancellationToken cancel)
    {
        var first = chosen[0];
        try
        {
            chosen.ForEach(static task =>
                new JobRecord(task.Key!, task.Index, task.Program, task.Shares, task.Ask, task.Name).Write(task.Ref.Directory));
            var together = first.Ask.Together(GroupOf(chosen));
            var script = folder.Make(
                first.Key!, [.. chosen.Select(static task => task.Ref.Directory)], together.Group, together.Pool);
            var call = tools.Scheduler.Submit(
                tools.Target, new Submission(first.Key!, first.Name, script, JobsOf(chosen), together));
            return SchedulerCalls.Find(tools.Target, call.Program) is null
                ? new SubmitAnswer(SubmitOutcome.Later, Said: SchedulerCalls.Missing(tools.Target, call.Program))
                : tools.Scheduler.Submitted(await tools.Calls.EndAsync(call, cancel));
        }
        catch (Exception failure) when (failure is DiskException or IOException or UnauthorizedAccessException)
        {
            return new SubmitAnswer(SubmitOutcome.Later, Said: failure.Message);
        }
    }

    private void Settle(List<BatchTask> chosen, SubmitAnswer answer, Action<BatchTask, string> refuse, long now)
    {
        switch (answer.Outcome)
        {
            case SubmitOutcome.Accepted:
                failures = 0;
                arrayNow = arrayNow > arrayMax / 2 ? int.MaxValue : arrayNow * 2;
                foreach (var task in chosen)
                {
                    (task.SubmittedAt, task.Missing, task.Hindrance) = (now, 0, null);
                    task.Job = tools.Scheduler.Element(answer.Job!, task.Index, JobsOf(chosen));
                }

                break;
            case SubmitOutcome.Unknown:
                arrayNow = answer.IsFull ? Math.Max(1, JobsOf(chosen) / 2) : arrayNow;
                Pause(now, answer.Said);
                chosen.ForEach(task => (task.SubmittedAt, task.Missing, task.Hindrance) = (now, 0, answer.Said));
                break;
            case SubmitOutcome.Refused:
                chosen.ForEach(task => refuse(task, answer.Said ?? ""));
                break;
            default:
                folder.Forget(chosen[0].Key!);
                chosen.ForEach(static task => task.Key = null);
                waiting.InsertRange(0, chosen);
                arrayNow = Math.Max(1, JobsOf(chosen) / 2);
                Pause(now, answer.Said);
                break;
        }
    }

    private void Pause(long now, string? why)
    {
        notBefore = now + Math.Min(PauseMaxMilliseconds, PauseFirstMilliseconds << Math.Min(failures, 6));
        failures++;
        waiting.ForEach(task => task.Hindrance = why);
    }
}
