namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>
/// Ends the waiting of what can never begin. The scheduler's word is believed when every list has said it for some time, as sites are
/// mended and settings reloaded; where it is in doubt, what the task asks for is compared with what nodes there are, up or down.
/// Owned by the loop of a keeper.
/// </summary>
internal sealed class HopeDesk(BatchTools tools, Action<Action<long>> post)
{
    private const long SureMilliseconds = 15_000;
    private const long DoubtMilliseconds = 3_000;

    /// <summary>Nodes come and go: what they could carry is looked at anew after so long.</summary>
    private const long AgainMilliseconds = 600_000;

    private readonly Dictionary<TaskAsk, long> asked = [];
    private bool isBusy;

    public void Advance(long now, IEnumerable<Hopeless> jobs, CancellationToken cancel)
    {
        var due = jobs.ToList();
        foreach (var job in due.Where(job => job.View.Hope == JobHope.None && now - job.Since >= SureMilliseconds))
        {
            job.GiveUp($"as {tools.Scheduler.Name} says: {job.View.Said}");
        }

        var doubtful = due.Where(job => job.View.Hope == JobHope.Doubtful && now - job.Since >= DoubtMilliseconds
            && (!asked.TryGetValue(job.Ask, out var at) || now - at >= AgainMilliseconds)).ToList();
        if (isBusy || doubtful.Count == 0 || tools.Scheduler.Nodes(tools.Target) is not { } call)
        {
            return;
        }

        isBusy = true;
        doubtful.ForEach(job => asked[job.Ask] = now);
        _ = AskAsync();

        async Task AskAsync()
        {
            var end = await tools.Calls.EndAsync(call, cancel);
            post(_ =>
            {
                isBusy = false;
                foreach (var job in doubtful)
                {
                    if (tools.Scheduler.Beyond(end, job.Ask) is { } why)
                    {
                        job.GiveUp(why);
                    }
                }
            });
        }
    }
}
