using Dxflow.Foundation.Processes;

namespace Dxflow.Runtimes.Batch.Looking;

/// <summary>
/// Asks a scheduler what a user would ask it: its parts, its limits, the user's jobs. Nothing is kept. <paramref name="isThere"/>: whether
/// there is one to be asked, of a target that nobody has written down.
/// </summary>
internal sealed class QueueLook(BatchTools tools, Func<bool>? isThere = null)
{
    public BatchTarget Target => tools.Target;

    public string SchedulerName => tools.Scheduler.Name;

    public bool IsThere => isThere?.Invoke() ?? true;

    public async Task<QueueSight> AskAsync(CancellationToken cancel)
    {
        var limits = await tools.Calls.RunAsync(tools.Scheduler.Limits(), cancel);
        if (!limits.IsWell)
        {
            return QueueSight.None(Said(limits));
        }

        var parts = await tools.Calls.RunAsync(tools.Scheduler.Partitions(), cancel);
        var jobs = await tools.Calls.ListAsync(tools.Scheduler, tools.Scheduler.Jobs(), cancel);
        return (tools.Scheduler.PartitionsOf(parts), tools.Scheduler.JobsOf(jobs, tools.Time.LocalTimeZone)) switch
        {
            (null, _) => QueueSight.None(Said(parts)),
            (_, null) => QueueSight.None(Said(jobs)),
            var (known, mine) => new QueueSight(known, mine, tools.Scheduler.ArrayMax(limits)),
        };
    }

    private string Said(ProgramEnd end) =>
        $"{tools.Scheduler.Name} does not answer: {(end.Output.Length == 0 ? "it said nothing" : end.Output)}";
}
