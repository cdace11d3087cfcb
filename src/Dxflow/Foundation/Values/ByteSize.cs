using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dxflow.Foundation.Values;

/// <summary>
/// A number of bytes as people write it, in Compose's forms: <c>512m</c>, <c>1G</c>, <c>1gb</c>, <c>1.5GiB</c>, <c>4096</c>.
/// Every unit is a power of 1024, as in Compose; a bare number is bytes. This is the one parser of sizes.
/// </summary>
internal static class ByteSize
{
    private const string Units = "bkmgtpe";
    private const string Fix = "write a number with b, k, m, g or t, for example 512m or 1.5g";

    public static bool TryParse(string text, out long bytes, [NotNullWhen(false)] out string? error)
    {
        bytes = 0;
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
        {
            digits++;
        }

        if (!decimal.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            error = $"'{text}' is not a size: {Fix}";
            return false;
        }

        if (!TryUnit(text.AsSpan(digits).TrimStart(' '), out var power))
        {
            error = $"'{text}' is not a size: '{text[digits..].Trim()}' is no unit; {Fix}";
            return false;
        }

        var factor = (decimal)(1L << (10 * power));
        if (number > long.MaxValue / factor)
        {
            error = $"'{text}' is not a size: it is more than {Format(long.MaxValue)}";
            return false;
        }

        bytes = (long)(number * factor);
        error = null;
        return true;
    }

    /// <exception cref="FormatException">The text is no size; the message says what to write.</exception>
    public static long Parse(string text) =>
        TryParse(text, out var bytes, out var error) ? bytes : throw new FormatException(error);

    /// <summary>
    /// The size for a reader, with at most one decimal: <c>1.5GiB</c>, <c>512MiB</c>, <c>17B</c>. <see cref="TryParse"/> reads it back,
    /// rounded.
    /// </summary>
    public static string Format(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var power = 0;
        while (power < Units.Length - 1 && Rounded(bytes, power) >= 1024)
        {
            power++;
        }

        var unit = power == 0 ? "B" : $"{char.ToUpperInvariant(Units[power])}iB";
        return string.Create(CultureInfo.InvariantCulture, $"{Rounded(bytes, power):0.#}{unit}");
    }

    private static decimal Rounded(long bytes, int power) => Math.Floor(10m * bytes / (1L << (10 * power))) / 10;

    /// <summary>Nothing, <c>b</c>, or one of k m g t p e followed by nothing, <c>b</c> or <c>ib</c>, in any case.</summary>
    private static bool TryUnit(ReadOnlySpan<char> unit, out int power)
    {
        power = unit.IsEmpty ? 0 : Units.IndexOf(char.ToLowerInvariant(unit[0]));
        return power switch
        {
            < 0 => false,
            0 => unit.Length <= 1,
            _ => unit[1..] is [] || unit[1..].Equals("b", StringComparison.OrdinalIgnoreCase)
                || unit[1..].Equals("ib", StringComparison.OrdinalIgnoreCase),
        };
    }
}
