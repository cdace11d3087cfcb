namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>
/// Asks for the queue: one question for all jobs, never two at once, as often as was agreed, sooner when somebody waits for a word, and
/// ever more seldom while there is no answer. Owned by <see cref="BatchKeeper"/>'s loop.
/// </summary>
internal sealed class QueueQuestions(BatchTools tools, Action<Action<long>> post)
{
    /// <summary>Somebody waits: an end has to be explained, or confirmed.</summary>
    private const long UrgentMilliseconds = 1_000;
    private const long SilenceMilliseconds = 60_000;

    private readonly List<TaskCompletionSource<QueueList>> fresh = [];
    private bool isAsking;
    private long endedAt = -UrgentMilliseconds;
    private int failures;

    /// <summary>What the scheduler said last when it did not answer.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether somebody waits for a list.</summary>
    public bool IsWanted => fresh.Count > 0;

    /// <summary>A list that is begun from now on.</summary>
    public Task<QueueList> FreshAsync()
    {
        var wanted = new TaskCompletionSource<QueueList>(TaskCreationOptions.RunContinuationsAsynchronously);
        post(_ => fresh.Add(wanted));
        return wanted.Task;
    }

    public void Advance(long now, bool isWanted, bool isUrgent, Action<QueueList> take, CancellationToken cancel)
    {
        var pause = failures > 0 ? Math.Min(SilenceMilliseconds, UrgentMilliseconds << Math.Min(failures, 6))
            : fresh.Count > 0 ? 0
            : isUrgent ? UrgentMilliseconds
            : (long)tools.Target.PollEvery.TotalMilliseconds;
        if (isAsking || now < endedAt + pause || !(isWanted || fresh.Count > 0))
        {
            return;
        }

        isAsking = true;
        var waiting = fresh.ToList();
        fresh.Clear();
        _ = AskAsync();

        async Task AskAsync()
        {
            var end = await tools.Calls.ListAsync(tools.Scheduler, tools.Scheduler.List(), cancel);
            var jobs = tools.Scheduler.Listed(end);
            post(later =>
            {
                (isAsking, endedAt) = (false, later);
                failures = jobs is null ? failures + 1 : 0;
                Trouble = jobs is null ? end.Output : null;
                if (jobs is null)
                {
                    waiting.ForEach(each => each.TrySetException(tools.Silent(end.Output)));
                    return;
                }

                var list = new QueueList(now, jobs);
                take(list);
                waiting.ForEach(each => each.TrySetResult(list));
            });
        }
    }
}
