using System.Globalization;
using System.Text;
using System.Text.Json;
using Dxflow.Foundation.Values;
using Dxflow.Runtimes;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Commands;

/// <summary>The answer of <c>workflow why</c> in one screen: the sentence first, then what it rests on, then what to do.</summary>
internal static class WhyText
{
    private const int LabelWidth = 10;
    private const int LineMin = 40;

    /// <summary><paramref name="columns"/> is the terminal's width, 0 for none: nothing is cut then.</summary>
    public static string Of(Why why, int columns)
    {
        var text = new StringBuilder();
        text.Append(why.Run.Name).Append(": ").Append(why.Summary).Append('\n');
        if (why.Step is not null)
        {
            Line(text, columns, "step", Step(why));
            Line(text, columns, "detail", why.Detail);
            Line(text, columns, "command", why.Command is null ? null : string.Join(' ', why.Command.Select(Quote)));
            Line(text, columns, "ran", Ran(why));
            Line(text, columns, "where", why.Where);
            Line(text, columns, "directory", why.WorkDirectory);
            foreach (var (name, value) in Inputs(why.Inputs))
            {
                Line(text, columns, "input", $"{name} = {value}");
            }

            Log(text, columns, why.Log);
        }

        Line(text, columns, "omitted", why.Omitted.Count == 0 ? null : $"{string.Join(", ", why.Omitted)} (because of it)");
        Line(text, columns, "failed too", why.AlsoFailed.Count == 0 ? null : string.Join(", ", why.AlsoFailed));
        for (var index = 0; index < why.Next.Count; index++)
        {
            Line(text, 0, index == 0 ? "next" : string.Empty, why.Next[index]);
        }

        return text.ToString();
    }

    private static string Step(Why why)
    {
        var parts = new List<string> { $"{why.Step} {Words(why.State)}" };
        if (why.Reason is { } reason)
        {
            parts.Add(why switch
            {
                { Signal: { } signal } => $"{ReasonText.Of(reason)} ({signal})",
                { Exit: { } exit, Reason: FailureReason.Exit } => string.Create(CultureInfo.InvariantCulture, $"exit code {exit}"),
                _ => ReasonText.Of(reason),
            });
        }

        if (why.Attempts is { } attempts)
        {
            parts.Add(attempts);
        }

        return string.Join(", ", parts);
    }

    private static string Words(UnitStatus? state) =>
        state is { } known ? JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()) : string.Empty;

    private static string? Ran(Why why) => why.Took is { } took
        ? $"{Durations.Format(took)}{(why.MemoryPeakBytes is { } peak ? $", {ByteSize.Format(peak)} of memory at most" : string.Empty)}"
        : null;

    private static IEnumerable<(string Name, string Value)> Inputs(JsonElement? inputs) =>
        inputs is { ValueKind: JsonValueKind.Object } known
        ? known.EnumerateObject().Select(input => (input.Name, OutputText.Value(input.Value)))
        : [];

    private static void Log(StringBuilder text, int columns, IReadOnlyList<LogLine> lines)
    {
        for (var index = 0; index < lines.Count; index++)
        {
            Line(text, columns, index == 0 ? "log" : string.Empty, "| " + LogText.Harmless(lines[index].Text));
        }
    }

    private static void Line(StringBuilder text, int columns, string label, string? value)
    {
        if (value is null)
        {
            return;
        }

        var line = $"  {label.PadRight(LabelWidth)} {value.ReplaceLineEndings(" ")}";
        var width = columns == 0 ? int.MaxValue : Math.Max(columns, LineMin);
        text.Append(line.Length > width ? line[..(width - 1)] + "…" : line).Append('\n');
    }

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(letter => char.IsLetterOrDigit(letter) || "-_./:=,+@%".Contains(letter))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
