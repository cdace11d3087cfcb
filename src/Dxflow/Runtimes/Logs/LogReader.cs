using System.Runtime.CompilerServices;

namespace Dxflow.Runtimes.Logs;

/// <summary>
/// The lines of a task's two logs in the order in which they were written, as well as that is known: by the second, standard output first.
/// </summary>
internal sealed class LogReader(string directory, LogQuery query, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <param name="ended">Completes when nothing more will be written; completed already for a task that has ended.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async IAsyncEnumerable<TaskLine> ReadAsync(Task ended, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var output = LogCursor.Open(LogFile.PathIn(directory, error: false));
        using var error = LogCursor.Open(LogFile.PathIn(directory, error: true));
        var skip = Begin(output, error);
        while (true)
        {
            // Asked before reading: what is written until the end is then read after it.
            var last = !query.Follow || ended.IsCompleted;
            foreach (var (line, isWhole) in Merged(output, error, last))
            {
                cancel.ThrowIfCancellationRequested();
                if (skip == 0 && (query.Since is null || line.At >= query.Since))
                {
                    yield return line;
                }

                skip -= skip > 0 && isWhole ? 1 : 0;
            }

            if (last)
            {
                yield break;
            }

            await Task.WhenAny(ended, Task.Delay(LookAgain, time, cancel));
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Sets both cursors to where reading begins; returns how many of the first lines are still too many.</summary>
    private int Begin(LogCursor? output, LogCursor? error)
    {
        if (query.Tail is { } tail)
        {
            var (first, lines) = output?.FindTail(tail) ?? (0, 0);
            var (second, others) = error?.FindTail(tail) ?? (0, 0);
            output?.Begin(tail == 0 ? output.Stat().Length : first);
            error?.Begin(tail == 0 ? error.Stat().Length : second);
            return Math.Max(0, lines + others - tail);
        }

        var index = query.Since is null ? null : LogIndex.Read(directory);
        output?.Begin(index?.OffsetBefore(error: false, query.Since!.Value) ?? 0);
        error?.Begin(index?.OffsetBefore(error: true, query.Since!.Value) ?? 0);
        return 0;
    }

    private IEnumerable<(TaskLine Line, bool IsWhole)> Merged(LogCursor? output, LogCursor? error, bool toTheEnd)
    {
        var index = LogIndex.Read(directory);
        using var left = Lines(output, index, false, toTheEnd).GetEnumerator();
        using var right = Lines(error, index, true, toTheEnd).GetEnumerator();
        var hasLeft = left.MoveNext();
        var hasRight = right.MoveNext();
        while (hasLeft || hasRight)
        {
            if (hasLeft && (!hasRight || left.Current.Line.At <= right.Current.Line.At))
            {
                yield return left.Current;
                hasLeft = left.MoveNext();
            }
            else
            {
                yield return right.Current;
                hasRight = right.MoveNext();
            }
        }
    }

    private static IEnumerable<(TaskLine Line, bool IsWhole)> Lines(LogCursor? cursor, LogIndex index, bool error, bool toTheEnd)
    {
        if (cursor is null)
        {
            yield break;
        }

        var fresh = cursor.Stat().ModifiedAt;
        foreach (var piece in cursor.Read(toTheEnd))
        {
            yield return (new TaskLine(index.At(error, piece.End) ?? fresh, error, piece.Text, piece.End), piece.IsWhole);
        }
    }
}
