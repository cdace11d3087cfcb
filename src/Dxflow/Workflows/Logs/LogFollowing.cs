using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dxflow.Runtimes;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Runs;

namespace Dxflow.Workflows.Logs;

/// <summary>The lines of one attempt.</summary>
internal delegate IAsyncEnumerable<LogLine> AttemptLines(RunEntry run, AttemptId id, LogQuery query, CancellationToken cancel);

/// <summary>
/// Follows the logs of a run: those of the attempts there are, and, told by the run's events, those of each attempt that begins
/// later. Ends when the run has ended and all its lines were given. A slow reader holds the followers back; nothing is dropped.
/// </summary>
internal sealed class LogFollowing(RunEntry run, HashSet<int> wanted, List<AttemptId> tasks, AttemptLines attemptLines, RunBook runs)
{
    private const int WaitingLinesMax = 1024;
    private readonly Channel<LogLine> _lines = Channel.CreateBounded<LogLine>(WaitingLinesMax);

    public async IAsyncEnumerable<LogLine> LinesAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var link = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var followers = FollowAllAsync(query, link.Token);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(cancel))
            {
                yield return line;
            }
        }
        finally
        {
            await link.CancelAsync();
            await followers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAllAsync(LogQuery query, CancellationToken cancel)
    {
        var seen = tasks.ToHashSet();
        var following = tasks.Select(task => FollowOneAsync(task, query, cancel)).ToList();
        try
        {
            await foreach (var (_, fact) in runs.WatchAsync(run, 0, follow: true, cancel))
            {
                if (Begun(fact) is { } id && wanted.Contains(id.Step) && seen.Add(id) && !tasks.Any(task => IsLater(task, id)))
                {
                    following.Add(FollowOneAsync(id, query with { Tail = null, Since = null }, cancel));
                }
            }

            await Task.WhenAll(following);
        }
        finally
        {
            _lines.Writer.TryComplete();
        }
    }

    private async Task FollowOneAsync(AttemptId id, LogQuery query, CancellationToken cancel)
    {
        await foreach (var line in attemptLines(run, id, query, cancel))
        {
            await _lines.Writer.WriteAsync(line, cancel);
        }
    }

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
