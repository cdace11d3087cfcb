using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dxflow.Operations;

namespace Dxflow.Workflows.Logs;

/// <summary>
/// Puts the lines of many attempts in order while they come: one line of each waits, whatever there is. A source that waits for its task
/// to write holds the others back for the time that a line needs to be seen, and no longer. Pulled by its reader: a slow one holds back
/// nobody else. Sources are added before and while it is read; <see cref="Complete"/> says that there will be no more.
/// </summary>
internal sealed class LogMerge(TimeProvider time) : IAsyncDisposable
{
    /// <summary>Logs are looked at ten times a second; a line that was written before is seen within that and a little.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    private readonly PriorityQueue<LogSource, LogOrder> _heads = new();
    private readonly HashSet<LogSource> _waiting = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Sources that have a line, or are new; null wakes the reader. Unbounded, but one of each, and one for each rest.</summary>
    private readonly Channel<LogSource?> _ready =
        Channel.CreateUnbounded<LogSource?>(new UnboundedChannelOptions { SingleReader = true });

    private Task<bool>? _more;
    private Fault? _failure;
    private volatile bool _isComplete;

    public void Add(LogSource source)
    {
        source.Rested = () => _ready.Writer.TryWrite(null);
        _ready.Writer.TryWrite(source);
    }

    /// <param name="failure">Why what comes later cannot be followed; told when what there is was given.</param>
    public void Complete(Fault? failure = null)
    {
        _failure = failure;
        _isComplete = true;
        _ready.Writer.TryWrite(null);
    }

    public async IAsyncEnumerable<LogLine> LinesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = cancel.Register(_stopping.Cancel);
        while (true)
        {
            while (_ready.Reader.TryRead(out var source))
            {
                await TakeInAsync(source);
            }

            if (!_heads.TryPeek(out var next, out _))
            {
                if (_isComplete && _waiting.Count == 0 && !_ready.Reader.TryPeek(out _))
                {
                    if (_failure is { } failure)
                    {
                        throw failure;
                    }

                    yield break;
                }

                await ReadyAsync(Timeout.InfiniteTimeSpan, cancel);
                continue;
            }

            if (next.Head is { } line)
            {
                if (_waiting.Count > 0 && TooEarly(line) is { } wait)
                {
                    await ReadyAsync(wait, cancel);
                    continue;
                }

                yield return line;
            }

            _heads.Dequeue();
            Advance(next);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        while (_waiting.Count > 0)
        {
            await ReadyAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
            while (_ready.Reader.TryRead(out var source))
            {
                if (source is not null)
                {
                    _waiting.Remove(source);
                    await source.DisposeAsync();
                }
            }
        }

        while (_heads.TryDequeue(out var source, out _))
        {
            await source.DisposeAsync();
        }

        _stopping.Dispose();
    }

    /// <summary>How long to wait for the others first; null: this is the next line, as well as can be known.</summary>
    private TimeSpan? TooEarly(LogLine line)
    {
        foreach (var source in _waiting)
        {
            if (!source.IsIdle)
            {
                return Timeout.InfiniteTimeSpan;
            }
        }

        var wait = line.At + Settling - time.GetUtcNow();
        return wait <= TimeSpan.Zero ? null : wait < Settling ? wait : Settling;
    }

    /// <summary>One wait at a time is under way, however often it is given up.</summary>
    private async Task ReadyAsync(TimeSpan wait, CancellationToken cancel)
    {
        _more ??= _ready.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        await ((Task)_more).WaitAsync(wait, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
        if (_more.IsCompleted)
        {
            _more = null;
        }
    }

    private async Task TakeInAsync(LogSource? source)
    {
        if (source is null)
        {
            return;
        }

        if (_waiting.Remove(source) && source.Failure is { } failure)
        {
            await source.DisposeAsync();
            failure.Throw();
        }

        if (source.HasEnded)
        {
            source.Over?.Invoke();
            await source.DisposeAsync();
            return;
        }

        _heads.Enqueue(source, source.Order);
    }

    /// <summary>Asks for a source's next line. What is there already is in its place at once.</summary>
    private void Advance(LogSource source)
    {
        var next = source.NextAsync(_stopping.Token);
        if (next.IsCompletedSuccessfully && !source.HasEnded)
        {
            _heads.Enqueue(source, source.Order);
            return;
        }

        _waiting.Add(source);
        _ = ComeAsync(source, next.AsTask());
    }

    private async Task ComeAsync(LogSource source, Task next)
    {
        await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        source.Note(next);
        _ready.Writer.TryWrite(source);
    }
}
