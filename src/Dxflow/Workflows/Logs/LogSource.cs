using System.Runtime.ExceptionServices;

namespace Dxflow.Workflows.Logs;

/// <summary>One attempt's lines on their way into a <see cref="LogMerge"/>, in order among themselves; opened when due.</summary>
internal sealed class LogSource(int step, int slice, int attempt, DateTimeOffset first, Func<LogSource, IAsyncEnumerable<LogLine>> open)
    : IAsyncDisposable
{
    private IAsyncEnumerator<LogLine>? _lines;
    private volatile bool _isIdle;

    /// <summary>It has given all that there is and waits for more; set from where its lines are read.</summary>
    public bool IsIdle
    {
        get => _isIdle;
        set => _isIdle = value;
    }

    /// <summary>Called when <see cref="IsIdle"/> becomes true.</summary>
    public Action? Rested { get; set; }

    /// <summary>Called when it has given its last line.</summary>
    public Action? Over { get; init; }

    /// <summary>It has no more lines.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Why it could not go on.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>The line that waits for its turn; none before the source was opened.</summary>
    public LogLine? Head { get; private set; }

    /// <summary>A line that has not come yet is not older than this.</summary>
    public LogOrder Order => Head is { } head
        ? new LogOrder(head.At, step, slice, attempt, head.Error, head.Position)
        : new LogOrder(first, step, slice, attempt, false, 0);

    public async ValueTask NextAsync(CancellationToken cancel)
    {
        _lines ??= open(this).GetAsyncEnumerator(cancel);
        HasEnded = !await _lines.MoveNextAsync();
        Head = HasEnded ? null : _lines.Current;
        _isIdle = false;
    }

    /// <summary>Keeps what became of asking for the next line, for whoever waits for it.</summary>
    public void Note(Task next)
    {
        if (!next.IsCompletedSuccessfully)
        {
            Failure = ExceptionDispatchInfo.Capture(next.Exception?.InnerException ?? new OperationCanceledException());
        }
    }

    public void Rest()
    {
        _isIdle = true;
        Rested?.Invoke();
    }

    public ValueTask DisposeAsync() => _lines?.DisposeAsync() ?? ValueTask.CompletedTask;
}
