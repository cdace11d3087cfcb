namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>
/// Asks for single jobs of which a list says something odd: a list that leaves out a job may be wrong, and only a second answer, about this
/// job alone, is believed. A few at a time. Owned by <see cref="BatchKeeper"/>'s loop, where <paramref name="confirm"/> is told what there
/// is, and whether that is all that can be known.
/// </summary>
internal sealed class DoubtDesk(BatchTools tools, Action<Action<long>> post, Action<BatchTask, JobView, bool, long> confirm)
{
    private const int JobsAtOnceMax = 20;

    private bool isBusy;

    public void Ask(IEnumerable<BatchTask> tasks, QueueList list, CancellationToken cancel)
    {
        if (!isBusy && tasks.Take(JobsAtOnceMax).ToList() is { Count: > 0 } some)
        {
            isBusy = true;
            _ = AskAsync(some, list, cancel);
        }
    }

    private async Task AskAsync(List<BatchTask> tasks, QueueList list, CancellationToken cancel)
    {
        try
        {
            foreach (var task in tasks)
            {
                await AskAsync(task, list, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The engine ends.
        }
        finally
        {
            post(_ => isBusy = false);
        }
    }

    private async Task AskAsync(BatchTask task, QueueList list, CancellationToken cancel)
    {
        var job = task.Job!;
        var end = await tools.Calls.RunAsync(tools.Scheduler.Show(job), cancel);
        if (tools.Scheduler.Shown(job, end) is not { } view)
        {
            return;
        }

        JobView? accounted = null;
        var archive = view.Phase == JobPhase.Gone ? tools.Scheduler.Account(job) : null;
        if (archive is not null)
        {
            accounted = tools.Scheduler.Accounted(job, await tools.Calls.RunAsync(archive, cancel));
        }

        var found = accounted ?? (archive is null ? list.TakenOut(task, view) : view);
        post(now => confirm(task, found, archive is null || accounted is not null, now));
    }
}
