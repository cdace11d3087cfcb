using System.Globalization;
using Dxflow.Workflows.Flow.Evaluation;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Functions;

/// <summary>
/// One piece of a printf pattern: plain text, or a conversion (<c>d i x X o f e g s</c>) with flags, width and precision.
/// </summary>
internal sealed record FormatPiece(char Conversion, string Flags, int Width, int? Precision, string Text)
{
    public const char Plain = '\0';
    private const int WidthMax = 256;
    private const int PrecisionMax = 60;

    public bool WantsInt => Conversion is 'd' or 'i' or 'x' or 'X' or 'o';

    public bool WantsFloat => Conversion is 'f' or 'e' or 'g';

    public static IReadOnlyList<FormatPiece> Cut(string pattern)
    {
        var pieces = new List<FormatPiece>();
        var at = 0;
        while (at < pattern.Length)
        {
            var percent = pattern.IndexOf('%', at);
            if (percent != at)
            {
                pieces.Add(new FormatPiece(Plain, "", 0, null, percent < 0 ? pattern[at..] : pattern[at..percent]));
                at = percent < 0 ? pattern.Length : percent;
            }
            else if (at + 1 < pattern.Length && pattern[at + 1] == '%')
            {
                pieces.Add(new FormatPiece(Plain, "", 0, null, "%"));
                at += 2;
            }
            else
            {
                pieces.Add(Place(pattern, ref at));
            }
        }

        return pieces;
    }

    public string Write(FlowValue value)
    {
        if (Conversion == Plain)
        {
            return Text;
        }

        if (FlowSize.Exceeds(value, Fuel.CharactersMax))
        {
            throw new FlowException(FlowErrorKind.Limit, "format: the value is more than 16 MiB of text");
        }

        var text = (Conversion, value) switch
        {
            ('d' or 'i', IntValue number) => Digits(Signless(number.Value)),
            ('x', IntValue { Value: >= 0 } number) => Digits(number.Value.ToString("x", CultureInfo.InvariantCulture)),
            ('X', IntValue { Value: >= 0 } number) => Digits(number.Value.ToString("X", CultureInfo.InvariantCulture)),
            ('o', IntValue { Value: >= 0 } number) => Digits(Convert.ToString(number.Value, 8)),
            ('x' or 'X' or 'o', IntValue) =>
                throw new FlowException(FlowErrorKind.Value, $"format: %{Conversion} has no negative numbers, and this is {value}"),
            ('f' or 'e' or 'g', FloatValue number) => Floating(Math.Abs(number.Value)),
            ('s', _) when FlowText.Of(value) is { } shown => Precision is { } most && most < shown.Length ? shown[..most] : shown,
            _ => throw new FlowException(FlowErrorKind.Type, $"format: {value} does not fit %{Conversion}"),
        };
        var negative = value is IntValue { Value: < 0 } || (value is FloatValue real && double.IsNegative(real.Value));
        var sign = Conversion == 's' ? "" : negative ? "-" : Flags.Contains('+') ? "+" : Flags.Contains(' ') ? " " : "";
        return Pad(sign, text);
    }

    private string Pad(string sign, string text)
    {
        var missing = Width - sign.Length - text.Length;
        if (missing <= 0)
        {
            return sign + text;
        }

        // As in C: '-' beats '0', and a precision on an int switches '0' off.
        var zeros = Flags.Contains('0') && !Flags.Contains('-') && Conversion != 's' && !(WantsInt && Precision is not null);
        return Flags.Contains('-') ? sign + text + new string(' ', missing)
            : zeros ? sign + new string('0', missing) + text : new string(' ', missing) + sign + text;
    }

    private static string Signless(long value) => value.ToString(CultureInfo.InvariantCulture).TrimStart('-');

    private string Digits(string digits) => Precision is { } least ? digits.PadLeft(least, '0') : digits;

    private string Floating(double value)
    {
        var precision = Precision ?? 6;
        if (Conversion == 'f')
        {
            return value.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }

        if (Conversion == 'e')
        {
            return Scientific(value, precision);
        }

        // %g: the shorter of the two, without trailing zeros; the exponent is that of the rounded number.
        var significant = Math.Max(precision, 1);
        var scientific = Scientific(value, significant - 1);
        var exponent = int.Parse(scientific[(scientific.IndexOf('e') + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent < -4 || exponent >= significant)
        {
            var parts = scientific.Split('e');
            return $"{Trimmed(parts[0])}e{parts[1]}";
        }

        return Trimmed(value.ToString(
            "F" + (significant - 1 - exponent).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    private static string Trimmed(string digits) => digits.Contains('.') ? digits.TrimEnd('0').TrimEnd('.') : digits;

    private static string Scientific(double value, int precision)
    {
        var text = value.ToString("e" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var at = text.IndexOf('e');
        return text[..(at + 2)] + text[(at + 2)..].TrimStart('0').PadLeft(2, '0');
    }

    private static FormatPiece Place(string pattern, ref int at)
    {
        var start = at++;
        var flags = Run(pattern, ref at, letter => letter is '-' or '+' or ' ' or '0');
        var width = Run(pattern, ref at, char.IsAsciiDigit);
        string? precision = null;
        if (at < pattern.Length && pattern[at] == '.')
        {
            at++;
            precision = Run(pattern, ref at, char.IsAsciiDigit);
        }

        var conversion = at < pattern.Length ? pattern[at++] : Plain;
        if (!"dixXofegs".Contains(conversion) || conversion == Plain)
        {
            throw new FlowException(
                FlowErrorKind.Value, $"format: '{pattern[start..at]}' is no conversion",
                "known are %d %i %x %X %o %f %e %g %s, and %% for a percent sign");
        }

        int? digits = precision is null ? null : Bounded(precision, PrecisionMax);
        return new FormatPiece(conversion, flags, Bounded(width, WidthMax), digits, "");
    }

    private static int Bounded(string digits, int most) => digits.Length == 0 ? 0
        : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : throw new FlowException(FlowErrorKind.Limit, $"format: {digits} is more than {most}");

    private static string Run(string pattern, ref int at, Func<char, bool> belongs)
    {
        var start = at;
        while (at < pattern.Length && belongs(pattern[at]))
        {
            at++;
        }

        return pattern[start..at];
    }
}
