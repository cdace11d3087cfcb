namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>
/// Tells the scheduler which waiting jobs are not to begin for now, and which may again, many with one command; again, as long as that
/// fails and they wait. Owned by <see cref="BatchKeeper"/>'s loop.
/// </summary>
internal sealed class HoldDesk(BatchTools tools, Action<Action<long>> post)
{
    private const int JobsAtOnceMax = 200;
    private const long AgainMilliseconds = 5_000;

    private bool isBusy;

    public void Advance(long now, IEnumerable<BatchTask> tasks, CancellationToken cancel)
    {
        if (isBusy)
        {
            return;
        }

        // A job of several that has begun goes on with all of them.
        var due = tasks.Where(task => task is { HoldAt: { } at, Job: not null, BegunAt: null, View: null or { Phase: JobPhase.Waiting } }
            && at <= now).Take(JobsAtOnceMax).GroupBy(static task => task.IsHeld).FirstOrDefault();
        if (due is null)
        {
            return;
        }

        var (isHeld, told) = (due.Key, due.ToList());
        isBusy = true;
        _ = TellAsync();

        async Task TellAsync()
        {
            IReadOnlyList<string> jobs = [.. told.Select(static task => task.Job!).Distinct()];
            var end = await tools.Calls.EndAsync(isHeld ? tools.Scheduler.Hold(jobs) : tools.Scheduler.Release(jobs), cancel);
            post(later =>
            {
                isBusy = false;

                // Who wished otherwise meanwhile is told that next; one job that is not there any more fails the command for all.
                foreach (var task in told.Where(task => task.IsHeld == isHeld))
                {
                    task.HoldAt = end.IsWell ? null : later + AgainMilliseconds;
                }
            });
        }
    }
}
