using System.Text.RegularExpressions;
using Dxflow.Foundation.Values;
using Dxflow.Operations.Contracts;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Reading;

/// <summary>Values that have forms of their own: long numbers, sizes without a unit, times in microseconds, one word of a few.</summary>
internal static partial class ValueForms
{
    private const string Unlimited = "-1";
    private const int ModeMax = 0xFFF;

    public static long? Long(this ReadingContext context, Node node, string what, long min, long max = long.MaxValue)
    {
        if (context.Text(node, what) is not { } text)
        {
            return null;
        }

        if (CoreSchema.TryGetInt(text, out var value) && value >= min && value <= max)
        {
            return value;
        }

        var range = max == long.MaxValue ? $"of at least {min}" : $"from {min} to {max}";
        context.Error(node.At, $"{what} must be a whole number {range}, and this is {Said(text)}", $"Write a number {range}.");
        return null;
    }

    public static long? Size(this ReadingContext context, Node node, string what, bool orUnlimited = false)
    {
        if (context.Text(node, what) is not { } text)
        {
            return null;
        }

        if (orUnlimited && text == Unlimited)
        {
            return -1;
        }

        if (ByteSize.TryParse(text, out var bytes, out _))
        {
            return bytes;
        }

        context.Error(
            node.At, $"{what} must be a size, and this is {Said(text)}", "Write a number with k, m, g or t, for example 512m.");
        return null;
    }

    /// <summary>A whole number of microseconds, or a duration.</summary>
    public static long? Microseconds(this ReadingContext context, Node node, string what)
    {
        if (context.Text(node, what) is not { } text)
        {
            return null;
        }

        if (CoreSchema.TryGetInt(text, out var number) && number >= 0)
        {
            return number;
        }

        if (Durations.TryParse(text, out var duration, out _))
        {
            return (long)duration.TotalMicroseconds;
        }

        context.Error(node.At, $"{what} must be a time, and this is {Said(text)}", "Write microseconds, or a duration such as 50ms.");
        return null;
    }

    public static string? OneOf(this ReadingContext context, Node node, string what, IReadOnlyList<string> words)
    {
        if (context.Text(node, what) is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        var list = words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
        context.Error(
            node.At, $"{what} must be {list}, and this is {Said(text)}",
            Nearest.To(text, words) is { } near ? $"Did you mean `{near}`?" : $"Write {list}.");
        return null;
    }

    /// <summary>A text of a given form; else a problem that says what it should be.</summary>
    public static string? Formed(this ReadingContext context, Node node, string what, Regex form, (string Is, string Fix) say)
    {
        if (context.Text(node, what) is not { } text)
        {
            return null;
        }

        if (form.IsMatch(text))
        {
            return text;
        }

        context.Error(node.At, $"{what} must be {say.Is}, and this is {Said(text)}", say.Fix);
        return null;
    }

    /// <summary>The permissions of a file: octal if it is quoted or begins with 0, as Compose takes it, else a decimal number.</summary>
    public static int? FileMode(this ReadingContext context, Node node, string what)
    {
        if (context.Text(node, what) is not { } text)
        {
            return null;
        }

        var octal = node is ScalarNode { IsQuoted: true } || text.StartsWith('0');
        if (octal && OctalMode().Match(text) is { Success: true } match)
        {
            return Convert.ToInt32(match.Groups[1].Value, 8);
        }

        if (!octal && CoreSchema.TryGetInt(text, out var mode) && mode is >= 0 and <= ModeMax)
        {
            context.Problems.Warn(
                node.At, $"{what} is read as a decimal number: {text} is 0{Convert.ToString(mode, 8)}", "Write it with a 0 before it.");
            return (int)mode;
        }

        context.Error(node.At, $"{what} must be the permissions of a file, and this is {Said(text)}", "Write four octal digits: 0440");
        return null;
    }

    private static string Said(string text) => text.Length == 0 ? "an empty text" : $"`{ReadingContext.Short(text)}`";

    [GeneratedRegex(@"^(?:0o)?([0-7]{1,5})\z", RegexOptions.CultureInvariant)]
    private static partial Regex OctalMode();
}
