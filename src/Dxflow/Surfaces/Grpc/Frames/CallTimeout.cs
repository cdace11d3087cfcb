using System.Globalization;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Grpc.Frames;

/// <summary>How long a client waits, as <c>grpc-timeout</c> says it: up to eight digits and a unit.</summary>
internal static class CallTimeout
{
    private const int DigitsMax = 8;

    /// <summary>The longest that a timer can do; nothing of ours waits that long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    /// <summary>Null without the header.</summary>
    public static TimeSpan? Of(string header)
    {
        if (header.Length == 0)
        {
            return null;
        }

        var ticks = header[^1] switch
        {
            'n' => 0.01m,
            'u' => TimeSpan.TicksPerMicrosecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'S' => TimeSpan.TicksPerSecond,
            'M' => TimeSpan.TicksPerMinute,
            'H' => TimeSpan.TicksPerHour,
            _ => 0m,
        };
        return header.Length - 1 <= DigitsMax && ticks > 0
            && int.TryParse(header.AsSpan(0, header.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? TimeSpan.FromTicks((long)Math.Min(count * ticks, Longest.Ticks))
            : throw Fault.Invalid($"grpc-timeout is '{header}', which is no length of time.", "Send digits and one of n u m S M H.");
    }
}
