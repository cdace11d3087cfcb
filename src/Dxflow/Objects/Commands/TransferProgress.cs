using System.Globalization;
using Dxflow.Foundation.Values;
using Dxflow.Surfaces.Cli.Progress;

namespace Dxflow.Objects.Commands;

/// <summary>How far a file is on its way: how much of it, how quick, how long still.</summary>
internal sealed class TransferProgress(LiveProgress progress, string path, long all, TimeProvider time)
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private (long Bytes, DateTimeOffset At) _first = (0, time.GetUtcNow());

    /// <summary>So much was there before it began.</summary>
    public void Begin(long there)
    {
        _first = (there, time.GetUtcNow());
        Show(there > 0 ? "resumed" : "moving", there, there > 0 ? $"{ByteSize.Format(there)} are there" : null);
    }

    public void Show(string state, long bytes, string? note = null)
    {
        var now = time.GetUtcNow();
        var (moved, took) = (bytes - _first.Bytes, (now - _first.At).TotalSeconds);
        var done = string.Create(CultureInfo.InvariantCulture, $"{(all == 0 ? 100 : bytes * 100 / all)} % of {ByteSize.Format(all)}");
        if (state == "moving" && moved > 0 && took > 0)
        {
            var left = TimeSpan.FromSeconds((all - bytes) * took / moved);
            done += $", {ByteSize.Format((long)(moved / took))}/s, {Durations.Short(left)} left";
        }

        progress.Update(new ProgressRow(path, state, _began, state == "done" ? now : null, note, done));
    }
}
