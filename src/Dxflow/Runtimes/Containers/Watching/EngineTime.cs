using System.Globalization;

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

    /// <summary>As the query <c>since</c> has it.</summary>
    public static string Seconds(long nanoseconds) => string.Create(
        CultureInfo.InvariantCulture, $"{nanoseconds / NanosecondsPerSecond}.{nanoseconds % NanosecondsPerSecond:d9}");
}
