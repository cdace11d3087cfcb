using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Logs;

/// <summary>
/// Told by the run's events, adds the lines of each attempt that begins later to those that are followed, until the run has ended or the
/// time is over for which lines are asked.
/// </summary>
internal sealed class LogFollowing(
    RunEntry run, LogChoice choice, IReadOnlyList<AttemptId> tasks, IReadOnlySet<AttemptId> starting, RunBook runs)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private CancellationTokenSource? _link;
    private Task _watching = Task.CompletedTask;

    public void Begin(
        LogMerge merge, Func<AttemptId, LogSource> source, DateTimeOffset? until, TimeProvider time, CancellationToken cancel)
    {
        _link = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, cancel);
        _watching = WatchAsync(merge, source, new CancellationTokenSource(Within(until, time), time), _link.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _link?.Dispose();
        _over.Dispose();
    }

    private async Task WatchAsync(
        LogMerge merge, Func<AttemptId, LogSource> source, CancellationTokenSource late, CancellationToken cancel)
    {
        using var timer = late;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            var seen = tasks.Where(task => !starting.Contains(task)).ToHashSet();
            var names = new StepNames(runs.PlanOf(run));
            await foreach (var (_, fact) in runs.WatchAsync(run, 0, follow: true, either.Token))
            {
                names.Observe(fact);
                if (Begun(fact) is { } id && !seen.Contains(id) && await WantsAsync(id, names) && seen.Add(id)
                    && !tasks.Any(task => IsLater(task, id)))
                {
                    merge.Add(source(id));
                }
            }

            merge.Complete();
        }
        catch (OperationCanceledException)
        {
            // Nobody wants more.
            merge.Complete();
        }
        catch (Fault failure)
        {
            merge.Complete(failure);
        }
    }

    private async ValueTask<bool> WantsAsync(AttemptId id, StepNames names) => choice.HasKeys
        ? await runs.AskAsync(run, state => choice.Wants(state, id))
        : choice.Wants(id, names.NodeIndex(id.Step));

    private static TimeSpan Within(DateTimeOffset? until, TimeProvider time) => until is { } end
        ? TimeSpan.FromMilliseconds(Math.Clamp((end + LogMerge.Settling - time.GetUtcNow()).TotalMilliseconds, 0, int.MaxValue))
        : Timeout.InfiniteTimeSpan;

    /// <summary>A short attempt is never seen running: its end tells of it.</summary>
    private AttemptId? Begun(RunEvent fact) => fact switch
    {
        AttemptStarted e => new AttemptId(run.Id, e.Step, e.Slice, e.Attempt),
        AttemptExited e => new AttemptId(run.Id, e.Step, e.Slice, e.Attempt),
        _ => null,
    };

    private static bool IsLater(AttemptId task, AttemptId than) =>
        task.Step == than.Step && task.Slice == than.Slice && task.Attempt > than.Attempt;
}
