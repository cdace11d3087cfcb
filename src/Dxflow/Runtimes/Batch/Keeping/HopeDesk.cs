namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>
/// Ends the waiting of what can never begin. The scheduler's word is believed when every list has said it for some time, as sites are
/// mended and settings reloaded; where it is in doubt, what the task asks for is compared with what nodes there are, up or down.
/// Owned by <see cref="BatchKeeper"/>'s loop; <paramref name="giveUp"/> is told which, and why.
/// </summary>
internal sealed class HopeDesk(BatchTools tools, Action<Action<long>> post, Action<BatchTask, string> giveUp)
{
    private const long SureMilliseconds = 15_000;
    private const long DoubtMilliseconds = 3_000;

    /// <summary>Nodes come and go: what they could carry is looked at anew after so long.</summary>
    private const long AgainMilliseconds = 600_000;

    private readonly Dictionary<TaskAsk, long> asked = [];
    private bool isBusy;

    public void Advance(long now, IEnumerable<BatchTask> tasks, CancellationToken cancel)
    {
        var due = tasks.Where(static task => task is { HopelessAt: not null, View: not null, BegunAt: null }).ToList();
        foreach (var task in due.Where(task => task.View!.Hope == JobHope.None && now - task.HopelessAt >= SureMilliseconds))
        {
            giveUp(task, $"as {tools.Scheduler.Name} says: {task.View!.Said}");
        }

        var doubtful = due.Where(task => task.View!.Hope == JobHope.Doubtful && now - task.HopelessAt >= DoubtMilliseconds
            && (!asked.TryGetValue(task.Ask, out var at) || now - at >= AgainMilliseconds)).ToList();
        if (isBusy || doubtful.Count == 0 || tools.Scheduler.Nodes(tools.Target) is not { } call)
        {
            return;
        }

        isBusy = true;
        doubtful.ForEach(task => asked[task.Ask] = now);
        _ = AskAsync();

        async Task AskAsync()
        {
            var end = await tools.Calls.EndAsync(call, cancel);
            post(_ =>
            {
                isBusy = false;
                foreach (var task in doubtful.Where(static task => task is { HopelessAt: not null, View.Hope: JobHope.Doubtful }))
                {
                    if (tools.Scheduler.Beyond(end, task.Ask) is { } why)
                    {
                        giveUp(task, why);
                    }
                }
            });
        }
    }
}
