using System.Globalization;
using Dxflow.Foundation.Protobuf;
using Dxflow.Foundation.Values;

namespace Dxflow.Surfaces.Grpc.Protobuf;

/// <summary>
/// google.protobuf.Timestamp and Duration: whole seconds (1) and nanoseconds (2) in UTC, against the text that JSON has for them. Ours
/// have a resolution of 100 ns. What is out of range becomes a text that the validator refuses.
/// </summary>
internal static class Times
{
    private const int NanosPerTick = 100;
    private const int NanosPerSecond = 1_000_000_000;
    private static readonly long SecondsMin = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long SecondsMax = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static string Instant(ReadOnlySpan<byte> message)
    {
        var (seconds, nanos) = Read(message);
        return seconds >= SecondsMin && seconds <= SecondsMax && nanos is >= 0 and < NanosPerSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / NanosPerTick).ToString("O", CultureInfo.InvariantCulture)
            : Shown(seconds, nanos);
    }

    public static string Duration(ReadOnlySpan<byte> message)
    {
        var (seconds, nanos) = Read(message);
        return seconds >= 0 && seconds < (long)TimeSpan.MaxValue.TotalSeconds && nanos is >= 0 and < NanosPerSecond
            ? Durations.Format(TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(nanos / NanosPerTick))
            : Shown(seconds, nanos);
    }

    public static void Write(ProtoWriter to, int number, DateTimeOffset instant) =>
        Write(to, number, instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);

    public static void Write(ProtoWriter to, int number, TimeSpan duration) => Write(to, number, duration.Ticks);

    private static void Write(ProtoWriter to, int number, long ticks)
    {
        var seconds = (long)Math.Floor((decimal)ticks / TimeSpan.TicksPerSecond);
        var begun = to.Begin(number);
        to.Varint(1, (ulong)seconds);
        to.Varint(2, (ulong)((ticks - (seconds * TimeSpan.TicksPerSecond)) * NanosPerTick));
        to.End(begun);
    }

    private static (long Seconds, long Nanos) Read(ReadOnlySpan<byte> message)
    {
        var (seconds, nanos) = (0L, 0L);
        var reader = new ProtoReader(message);
        while (reader.Next(out var number, out var wire))
        {
            switch (number, wire)
            {
                case (1, WireType.Varint):
                    seconds = (long)reader.Varint();
                    break;
                case (2, WireType.Varint):
                    nanos = (int)reader.Varint();
                    break;
                default:
                    throw ProtoReader.Broken($"a time has no {wire} with the number {number}");
            }
        }

        return (seconds, nanos);
    }

    private static string Shown(long seconds, long nanos) =>
        string.Create(CultureInfo.InvariantCulture, $"{seconds} seconds and {nanos} nanoseconds");
}
