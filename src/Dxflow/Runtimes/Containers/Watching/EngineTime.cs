using System.Globalization;
using System.Text;

namespace Dxflow.Runtimes.Containers.Watching;

/// <summary>
/// Moments as container engines write them: RFC 3339 with up to nine digits of a second. Kept as nanoseconds since 1970, since two lines
/// of a log are told apart by those.
/// </summary>
internal static class EngineTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int FractionDigits = 9;

    /// <summary>Null for none: empty, or the year 1.</summary>
    public static DateTimeOffset? Parse(string? text) => Nanoseconds(text) is { } nanoseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds(0).AddTicks(nanoseconds / 100)
        : null;

    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static long? Nanoseconds(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var dot = text.IndexOf('.');
        var fractionEnd = dot < 0 ? -1 : dot + 1 + text.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9');
        if (dot >= 0 && fractionEnd == dot)
        {
            fractionEnd = text.Length;
        }

        var whole = dot < 0 ? text : string.Concat(text.AsSpan(0, dot), text.AsSpan(fractionEnd));
        if (!DateTimeOffset.TryParse(whole, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            || moment.Year < 1970)
        {
            return null;
        }

        var fraction = dot < 0 ? "" : text[(dot + 1)..fractionEnd];
        var nanoseconds = fraction.Length == 0
            ? 0
            : long.Parse(fraction.PadRight(FractionDigits, '0').AsSpan(0, FractionDigits), NumberStyles.None, CultureInfo.InvariantCulture);
        return (moment.ToUnixTimeSeconds() * NanosecondsPerSecond) + nanoseconds;
    }

    /// <summary>
    /// The same of bytes, as every line of a log has one: what Docker and Podman write in UTC is read in place, all else as a text.
    /// </summary>
    public static long? Nanoseconds(ReadOnlySpan<byte> text)
    {
        const int Second = 19;
        if (text.Length is <= Second + 1 or > Second + 2 + FractionDigits || text[^1] != 'Z' || text[Second] != '.'
            || Whole(text) is not { } seconds)
        {
            return Nanoseconds(Encoding.ASCII.GetString(text));
        }

        var fraction = 0L;
        for (var at = Second + 1; at <= Second + FractionDigits; at++)
        {
            var digit = at < text.Length - 1 ? text[at] - '0' : 0;
            if (digit is < 0 or > 9)
            {
                return Nanoseconds(Encoding.ASCII.GetString(text));
            }

            fraction = (10 * fraction) + digit;
        }

        return (seconds * NanosecondsPerSecond) + fraction;
    }

    /// <summary><c>2026-01-31T09:30:00</c> as seconds since 1970; null if it is not of this form, or no such moment.</summary>
    private static long? Whole(ReadOnlySpan<byte> text)
    {
        if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return null;
        }

        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]));
        return year >= 1970 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and <= 59
            ? (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks)
                / TimeSpan.TicksPerSecond
            : null;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (10 * number) + digit - '0';
        }

        return number;
    }

    /// <summary>As the query <c>since</c> has it.</summary>
    public static string Seconds(long nanoseconds) => string.Create(
        CultureInfo.InvariantCulture, $"{nanoseconds / NanosecondsPerSecond}.{nanoseconds % NanosecondsPerSecond:d9}");
}
