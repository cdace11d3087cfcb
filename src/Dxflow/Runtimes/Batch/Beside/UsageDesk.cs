using Dxflow.Runtimes.Batch.Keeping;

namespace Dxflow.Runtimes.Batch.Beside;

/// <summary>
/// What running tasks use, as the scheduler tells it: seldom, and of so many at a time, the longest unasked first, as it has to ask every
/// node for it. What shares a job with others cannot be told apart.
/// </summary>
internal sealed class UsageDesk(BatchTools tools)
{
    private const int JobsAtOnceMax = 100;

    /// <summary>So many times as seldom as the queue.</summary>
    private const int PollsBetween = 6;

    private readonly SemaphoreSlim asking = new(1);
    private Dictionary<AttemptId, Figure> known = [];
    private long? askedAt;

    public async Task<IReadOnlyList<TaskUsage?>> OfAsync(IReadOnlyList<BatchTask?> tasks, CancellationToken cancel)
    {
        await asking.WaitAsync(cancel);
        try
        {
            var live = tasks.OfType<BatchTask>().Select(static task => task.Id).ToHashSet();
            known = known.Where(each => live.Contains(each.Key)).ToDictionary();
            if (askedAt is not { } at || tools.Time.GetElapsedTime(at) >= tools.Target.PollEvery * PollsBetween)
            {
                await AskAsync([.. tasks.OfType<BatchTask>().Where(IsTold).OrderBy(OldestFirst).Take(JobsAtOnceMax)], cancel);
            }

            return [.. tasks.Select(task => task is null ? null : known.GetValueOrDefault(task.Id)?.Usage)];
        }
        finally
        {
            asking.Release();
        }
    }

    private long OldestFirst(BatchTask task) => known.GetValueOrDefault(task.Id)?.At ?? long.MinValue;

    private static bool IsTold(BatchTask task) =>
        task is { BegunAt: not null, Shares: false, View: { Phase: JobPhase.Running, Number: not null } };

    private async Task AskAsync(IReadOnlyList<BatchTask> tasks, CancellationToken cancel)
    {
        if (tasks.Count == 0 || tools.Scheduler.Usage([.. tasks.Select(static task => task.View!.Number!)]) is not { } call)
        {
            return;
        }

        var now = tools.Time.GetTimestamp();
        askedAt = now;
        var used = tools.Scheduler.UsageOf(await tools.Calls.RunAsync(call, cancel));
        foreach (var task in tasks)
        {
            known[task.Id] = new Figure(now, task.View?.Number is { } number ? used.GetValueOrDefault(number) : null);
        }
    }

    private sealed record Figure(long At, TaskUsage? Usage);
}
