using Dxflow.Runtimes.Logs;

namespace Dxflow.Runtimes.Process.Logs;

/// <summary>What the last look at one of a running task's logs has seen. Owned by <see cref="LogKeeper"/>'s loop.</summary>
internal sealed class LogWatch
{
    private LogIndexWriter? index;
    private LogMark last;

    /// <summary>The length at which the log was last cut.</summary>
    public long Cut { get; set; }

    /// <summary>
    /// Adds a mark if the log has grown. The first of an engine that finds a task which wrote while none looked on says so.
    /// </summary>
    public void Note(string directory, bool error, LogMark mark)
    {
        if (mark.Bytes == last.Bytes)
        {
            return;
        }

        var isFirst = index is null;
        index ??= new LogIndexWriter(directory, error);
        if (index.Add(mark with { IsGap = isFirst && index.Last is not null }))
        {
            last = mark;
        }
    }
}
