namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>What one list of the queue has told, and when it was begun.</summary>
internal sealed record QueueList(long BegunAt, IReadOnlyList<JobView> Jobs)
{
    private Dictionary<(string, int), JobView>? byTask;

    /// <summary>
    /// The job of a task; null: it is not in the list. Of two with the same name the one that <paramref name="job"/> names, else one that
    /// is not over.
    /// </summary>
    public JobView? Find(string key, int index, string? job)
    {
        if (byTask is null)
        {
            byTask = [];
            foreach (var view in Jobs)
            {
                if (!byTask.TryGetValue((view.Key, view.Index), out var other) || other.IsOver)
                {
                    byTask[(view.Key, view.Index)] = view;
                }
            }
        }

        var found = byTask.GetValueOrDefault((key, index)) ?? byTask.GetValueOrDefault((key, JobView.Rest));
        return found is null || job is null || found.Job == job ? found
            : Jobs.FirstOrDefault(view => view.Key == key && view.Job == job) ?? found;
    }

    /// <summary>
    /// What was seen to wait, has not begun and is not known any more while others of its array wait on was taken out of it by somebody:
    /// Slurm keeps nothing of such elements.
    /// </summary>
    public JobView TakenOut(BatchTask task, JobView view) =>
        view.Phase == JobPhase.Gone && task is { BegunAt: null, View.Phase: JobPhase.Waiting }
            && Jobs.Any(other => other.Key == task.Key && other.Phase == JobPhase.Waiting)
                ? view with { Phase = JobPhase.Ended, End = JobEnd.Cancelled, Said = "CANCELLED" } : view;
}
