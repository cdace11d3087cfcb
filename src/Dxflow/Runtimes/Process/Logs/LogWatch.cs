using Dxflow.Runtimes.Logs;

namespace Dxflow.Runtimes.Process.Logs;

/// <summary>What the last look at a running task's logs has seen. Owned by <see cref="LogKeeper"/>'s loop.</summary>
internal sealed class LogWatch
{
    private LogMark last;
    private long firstAt;
    private long lastAt;

    /// <summary>The lengths at which the logs were last cut.</summary>
    public long OutputCut { get; set; }

    public long ErrorCut { get; set; }

    /// <summary>Adds a mark if the logs have changed, and the last mark is old enough for the task's age.</summary>
    public void Note(string directory, LogMark mark, long now, int marksPerAge)
    {
        firstAt = firstAt == 0 ? now : firstAt;
        if (mark == last || now - lastAt < (now - firstAt) / marksPerAge)
        {
            return;
        }

        LogIndex.Add(directory, mark);
        last = mark;
        lastAt = now;
    }
}
