using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Logs;

namespace Dxflow.Runtimes.Process.Logs;

/// <summary>
/// Once a second, for all running tasks together: notes how far their logs have grown, and keeps each below its limit.
/// A log that nobody writes to costs one call.
/// </summary>
internal sealed class LogKeeper : IAsyncDisposable
{
    /// <summary>A log may outgrow its limit by this part of it before it is cut again.</summary>
    private const int SlackParts = 8;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Func<IEnumerable<(string Directory, LogWatch[] Logs)>> live;
    private readonly long bytesMax;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;

    public LogKeeper(Func<IEnumerable<(string Directory, LogWatch[] Logs)>> live, long bytesMax, TimeProvider time)
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
    public void Look(string directory, IReadOnlyList<LogWatch> watches)
    {
        for (var stream = 0; stream < watches.Count; stream++)
        {
            try
            {
                var path = LogFile.PathIn(directory, error: stream == 1);
                if (FileStat.Find(path) is { Kind: FileKind.Regular } found)
                {
                    var watch = watches[stream];
                    watch.Cut = Cut(path, found.Length, watch.Cut);
                    watch.Note(directory, stream == 1, new LogMark(found.ModifiedAt.ToUnixTimeMilliseconds(), found.Length));
                }
            }
            catch (DiskException)
            {
                // Full, read-only or gone: the task matters more than its index.
            }
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
                foreach (var (directory, watches) in live())
                {
                    Look(directory, watches);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The engine stops; the next one goes on marking.
        }
    }
}
