using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Logs;

namespace Dxflow.Runtimes.Process.Logs;

/// <summary>
/// Once a second, for all running tasks together: notes how far their logs have grown, and keeps each below its limit.
/// A log that nobody writes to costs one call.
/// </summary>
internal sealed class LogKeeper : IAsyncDisposable
{
    /// <summary>After this many marks they come further apart, so that an index stays small however long a task runs.</summary>
    private const int MarksPerAge = 3_600;

    /// <summary>A log may outgrow its limit by this part of it before it is cut again.</summary>
    private const int SlackParts = 8;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Func<IEnumerable<ProcessTask>> live;
    private readonly long bytesMax;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;

    public LogKeeper(Func<IEnumerable<ProcessTask>> live, long bytesMax, TimeProvider time)
    {
        this.live = live;
        this.bytesMax = bytesMax;
        this.time = time;
        loop = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        stopping.Dispose();
    }

    /// <summary>One look at one task's logs. A disk that cannot be read now is looked at again in a second.</summary>
    public void Look(string directory, LogWatch watch)
    {
        try
        {
            var output = FileStat.Find(LogFile.PathIn(directory, error: false));
            var error = FileStat.Find(LogFile.PathIn(directory, error: true));
            watch.Note(
                directory,
                new LogMark(
                    output?.ModifiedAt.ToUnixTimeMilliseconds() ?? 0,
                    output?.Length ?? 0,
                    error?.ModifiedAt.ToUnixTimeMilliseconds() ?? 0,
                    error?.Length ?? 0),
                time.GetUtcNow().ToUnixTimeMilliseconds(),
                MarksPerAge);
            watch.OutputCut = Cut(LogFile.PathIn(directory, error: false), output?.Length ?? 0, watch.OutputCut);
            watch.ErrorCut = Cut(LogFile.PathIn(directory, error: true), error?.Length ?? 0, watch.ErrorCut);
        }
        catch (DiskException)
        {
            // Full, read-only or gone: the task matters more than its index.
        }
    }

    /// <summary>Returns the length at which the file was last cut.</summary>
    private long Cut(string path, long length, long before)
    {
        if (length < before)
        {
            before = 0;
        }

        var allowed = Math.Max(before, bytesMax) + (bytesMax / SlackParts);
        return length <= allowed ? before : LogFile.PunchHead(path, length, bytesMax) ? length : long.MaxValue / 2;
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                foreach (var task in live())
                {
                    Look(task.Ref.Directory, task.Logs);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The engine stops; the next one goes on marking.
        }
    }
}
