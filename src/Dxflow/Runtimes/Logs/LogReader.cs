using System.Runtime.CompilerServices;

namespace Dxflow.Runtimes.Logs;

/// <summary>
/// The lines of a task's two logs in the order in which they were written, as well as that is known: by time, standard output first.
/// </summary>
internal sealed class LogReader(string directory, LogQuery query, TimeProvider time, LogViews views)
{
    /// <summary>After so much was looked through, others have their turn.</summary>
    private const long TurnBytes = 1 << 20;

    private readonly LogStreamReader[] streams = [new(directory, error: false, query), new(directory, error: true, query)];

    /// <summary>What runs out of the engine's time does so a little later: what was written before then is still to be seen.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    /// <param name="ended">Completes when nothing more will be written; completed already for a task that has ended.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async IAsyncEnumerable<TaskLine> ReadAsync(Task ended, [EnumeratorCancellation] CancellationToken cancel)
    {
        var view = query.Follow && !ended.IsCompleted ? views.Join(directory) : null;
        try
        {
            var look = view?.Look ?? LogLook.Of(directory);
            var skip = Begin(look);
            var begins = new LogPlace(streams[0].BeginsAt, streams[1].BeginsAt);
            Tell(begins, skip);
            while (true)
            {
                // Asked before looking: what is written until the end is then seen after it.
                var last = view is null || ended.IsCompleted || IsOver();
                look = last ? LogLook.Of(directory) : view!.Look;
                var turn = TurnBytes;
                foreach (var line in Merged(look, last))
                {
                    if (line is not null && skip > 0)
                    {
                        skip--;
                        begins = begins.With(line.Error, line.Position);
                        Tell(begins, skip);
                    }
                    else if (line is not null && (query.Since is null || line.At >= query.Since))
                    {
                        yield return line;
                    }

                    if (streams[0].BytesRead + streams[1].BytesRead >= turn)
                    {
                        turn += TurnBytes;
                        await Task.Yield();
                    }

                    cancel.ThrowIfCancellationRequested();
                }

                if (last || (streams[0].IsOver && streams[1].IsOver))
                {
                    yield break;
                }

                await WaitAsync(view!.After(look), ended, cancel);
            }
        }
        finally
        {
            streams[0].Dispose();
            streams[1].Dispose();
            if (view is not null)
            {
                views.Leave(view);
            }
        }
    }

    /// <summary>Where the tail begins, once that is sure.</summary>
    private void Tell(LogPlace begins, int skip)
    {
        // Before, each line is counted.
        streams[0].Joins = streams[1].Joins = query.Joined && skip == 0;
        if (skip == 0 && query is { Tail: not null, After: null })
        {
            query.Found?.Invoke(begins);
        }
    }

    private bool IsOver() => query.Until is { } until && time.GetUtcNow() > until + Settling;

    private async Task WaitAsync(Task more, Task ended, CancellationToken cancel)
    {
        query.Waits?.Invoke();

        // Waiting for lines alone, it would never see that the time it was asked for has come.
        var over = query.Until is { } until ? Within(until + Settling - time.GetUtcNow()) : Timeout.InfiniteTimeSpan;
        await ((Task)Task.WhenAny(more, ended)).WaitAsync(over, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
    }

    private static TimeSpan Within(TimeSpan wait) =>
        TimeSpan.FromMilliseconds(Math.Clamp(wait.TotalMilliseconds + 1, 1, int.MaxValue));

    /// <summary>Sets both to where reading begins; returns how many of the first lines are still too many.</summary>
    private int Begin(LogLook look)
    {
        var found = streams[0].Begin(look.Output) + streams[1].Begin(look.Error);
        return query is { Tail: { } tail, After: null } ? Math.Max(0, found - tail) : 0;
    }

    /// <summary>Null is a line that is not wanted: a moment to breathe.</summary>
    private IEnumerable<TaskLine?> Merged(LogLook look, bool toTheEnd)
    {
        var (output, error) = (streams[0], streams[1]);
        while (true)
        {
            while (output.Advance(look.Output, toTheEnd) == LogStep.Passed || error.Advance(look.Error, toTheEnd) == LogStep.Passed)
            {
                yield return null;
            }

            var next = output.HasLine && (!error.HasLine || output.At <= error.At) ? output : error;
            if (!next.HasLine)
            {
                yield break;
            }

            yield return next.Take();
        }
    }
}
