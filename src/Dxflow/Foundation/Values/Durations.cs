using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Dxflow.Foundation.Values;

/// <summary>
/// Lengths of time as people write them: <c>1m30s</c>, <c>2d</c>, <c>500ms</c>, <c>1.5h</c>; Compose's units (ns us ms s m h) and days.
/// This is the one parser of durations. A bare number has no unit and is an error, unless the caller says that it means seconds.
/// </summary>
internal static class Durations
{
    private const string Fix = "write numbers with ms, s, m, h or d, for example 1m30s";
    private const int TextLengthMax = 64;

    private static readonly (string Name, decimal Ticks)[] Units =
    [
        ("ns", 0.01m), ("us", TimeSpan.TicksPerMicrosecond), ("µs", TimeSpan.TicksPerMicrosecond), ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    public static bool TryParse(string text, out TimeSpan duration, [NotNullWhen(false)] out string? error, bool bareIsSeconds = false)
    {
        duration = default;
        var rest = text.AsSpan();
        var ticks = 0m;
        error = rest.IsEmpty ? $"an empty text is not a duration: {Fix}"
            : rest.Length > TextLengthMax ? $"a text of {text.Length} characters is not a duration: {Fix}" : null;
        while (error is null && !rest.IsEmpty)
        {
            var digits = Count(rest, static c => char.IsAsciiDigit(c) || c == '.');
            if (!decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                error = $"'{text}' is not a duration: {Fix}";
                break;
            }

            rest = rest[digits..];
            var name = rest[..Count(rest, static c => !char.IsAsciiDigit(c) && c != '.')];
            rest = rest[name.Length..];
            var unit = name.IsEmpty && bareIsSeconds && digits == text.Length ? TimeSpan.TicksPerSecond : TicksOf(name);
            error = unit == 0 ? Unknown(text, name)
                : number > TimeSpan.MaxValue.Ticks / unit || (ticks += number * unit) > TimeSpan.MaxValue.Ticks
                    ? $"'{text}' is not a duration: it is more than {(int)TimeSpan.MaxValue.TotalDays} days"
                    : null;
        }

        duration = error is null ? TimeSpan.FromTicks((long)ticks) : default;
        return error is null;
    }

    /// <exception cref="FormatException">The text is no duration; the message says what to write.</exception>
    public static TimeSpan Parse(string text, bool bareIsSeconds = false) =>
        TryParse(text, out var duration, out var error, bareIsSeconds) ? duration : throw new FormatException(error);

    /// <summary>As exact as a person cares: <c>65ms</c>, <c>1.3s</c>, <c>1m5s</c>. What is negative is no time at all.</summary>
    public static string Short(TimeSpan duration) => duration switch
    {
        { Ticks: <= 0 } => "0s",
        { TotalSeconds: < 1 } => Format(TimeSpan.FromMilliseconds(Math.Ceiling(duration.TotalMilliseconds))),
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalSeconds * 10) / 10:0.#}s"),
        _ => Format(TimeSpan.FromSeconds(Math.Floor(duration.TotalSeconds))),
    };

    /// <summary>
    /// The exact length in the fewest units: <c>1d2h</c>, <c>1m30s</c>, <c>500ms</c>, <c>0s</c>; <see cref="TryParse"/> reads the same
    /// length back.
    /// </summary>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder();
        var ticks = duration.Ticks;
        Take(TimeSpan.TicksPerDay, "d");
        Take(TimeSpan.TicksPerHour, "h");
        Take(TimeSpan.TicksPerMinute, "m");
        Take(TimeSpan.TicksPerSecond, "s");
        Take(TimeSpan.TicksPerMillisecond, "ms");
        Take(TimeSpan.TicksPerMicrosecond, "us");
        return ticks == 0 ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"{ticks * 100}ns").ToString();

        void Take(long unit, string name)
        {
            if (ticks >= unit)
            {
                text.Append(CultureInfo.InvariantCulture, $"{ticks / unit}{name}");
                ticks %= unit;
            }
        }
    }

    private static string Unknown(string text, ReadOnlySpan<char> name) => name.IsEmpty
        ? $"'{text}' is not a duration: the number has no unit; {Fix}"
        : $"'{text}' is not a duration: '{name}' is no unit; {Fix}";

    private static decimal TicksOf(ReadOnlySpan<char> name)
    {
        foreach (var unit in Units)
        {
            if (name.SequenceEqual(unit.Name))
            {
                return unit.Ticks;
            }
        }

        return 0;
    }

    private static int Count(ReadOnlySpan<char> text, Func<char, bool> fits)
    {
        var count = 0;
        while (count < text.Length && fits(text[count]))
        {
            count++;
        }

        return count;
    }
}
