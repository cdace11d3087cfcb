using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes.Logs;

/// <summary>
/// One look at a followed log for all that follow it, ten times a second; they are woken only when it has grown. What has come since
/// the last mark has the time of the look at which it was there, so that lines of several logs can be put in order while they come.
/// </summary>
internal sealed class LogView
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>An index that is not written to for so long is one of an engine that has trouble: older looks are forgotten.</summary>
    private const int LooksMax = 1_000;

    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<LogMark>[] fresh = [[], []];
    private volatile Seen seen;

    public LogView(string directory, TimeProvider time)
    {
        (Directory, this.time) = (directory, time);
        seen = new Seen(LogLook.Of(directory));
        _ = RunAsync();
    }

    public string Directory { get; }

    /// <summary>Counted under the lock of <see cref="LogViews"/>.</summary>
    public int Viewers { get; set; }

    public LogLook Look => seen.Look;

    /// <summary>Completes when there is more than that look has seen.</summary>
    public Task After(LogLook look)
    {
        var now = seen;
        return ReferenceEquals(now.Look, look) ? now.Next.Task : Task.CompletedTask;
    }

    public void Stop() => stopping.Cancel();

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                LookAgain();
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody follows any more.
        }

        stopping.Dispose();
    }

    private void LookAgain()
    {
        try
        {
            var before = seen;
            var look = new LogLook(Again(before.Look.Output, error: false), Again(before.Look.Error, error: true));
            if (look.Output != before.Look.Output || look.Error != before.Look.Error)
            {
                seen = new Seen(look);
                before.Next.SetResult();
            }
        }
        catch (DiskException)
        {
            // Looked at again in a moment.
        }
    }

    /// <summary>The same object if nothing has come.</summary>
    private StreamLook Again(StreamLook before, bool error)
    {
        if (FileStat.Find(LogFile.PathIn(Directory, error)) is not { } found
            || (found.Length == before.Length && found.ModifiedAt == before.ModifiedAt))
        {
            return before;
        }

        var (looks, noted) = (fresh[error ? 1 : 0], LogIndex.Read(Directory, error));
        if (found.Length < before.Length || looks.Count >= LooksMax)
        {
            looks.Clear();
        }

        looks.RemoveAll(mark => mark.Bytes <= (noted.Last?.Bytes ?? 0));
        looks.Add(new LogMark(found.ModifiedAt.ToUnixTimeMilliseconds(), found.Length));
        return new StreamLook(found.Length, found.ModifiedAt, LogIndex.Of(noted.Marks.Concat(looks)));
    }

    private sealed record Seen(LogLook Look)
    {
        public TaskCompletionSource Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
