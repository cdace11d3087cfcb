using System.Globalization;
using Dxflow.Foundation.Values;

namespace Dxflow.Objects.Commands;

/// <summary>
/// How far a file of so many bytes is on its way: how much of it, how quick, how long still. <paramref name="show"/> is given the state, a
/// note and how far it is.
/// </summary>
internal sealed class TransferProgress(long all, TimeProvider time, Action<string, string?, string> show)
{
    public const string Done = "done";

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

        show(state, note, done);
    }
}
