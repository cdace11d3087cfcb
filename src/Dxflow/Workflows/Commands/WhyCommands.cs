using System.Text;
using System.Text.Json;
using Dxflow.Foundation.Values;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// The answer of <c>workflow why</c> in one screen: the sentence first, then the step and what it said, then what it rests on, then
/// what to do. <paramref name="columns"/> is the terminal's width, 0 for none: nothing is cut then.
/// </summary>
internal sealed class WhyCommands(int columns, Paint paint)
{
    private const int LabelWidth = 11;
    private const int NarrowestMax = 20;
    private const int ScriptLinesMax = 12;
    private readonly StringBuilder _text = new();

    public string Of(Why why)
    {
        _text.Append(paint.Bold(VisibleText.Of(why.Run.Name))).Append(' ')
            .Append(paint.State(VisibleText.Of(why.Summary), Words<RunStatus>(why.Run.State))).Append('\n');
        if (why.Step is not null)
        {
            _text.Append('\n');
            Step(why);
        }

        Add("omitted", why.Omitted.Count == 0 ? null : $"{Names(why.Omitted, why.OmittedCount)} (because of it)");
        Add("also failed", why.AlsoFailed.Count == 0 ? null : Names(why.AlsoFailed, why.AlsoFailedCount));
        for (var index = 0; index < why.Next.Count; index++)
        {
            // What is to be copied is never cut.
            Line(index == 0 ? "next" : "", VisibleText.Of(why.Next[index]));
        }

        return _text.ToString();
    }

    private void Step(Why why)
    {
        var failed = ReasonText.Ended(why.Reason, why.Exit, why.Signal);
        var head = $"{why.Step} {Words(why.State)}{(failed is null ? "" : ": " + failed)}";
        Line("step", paint.State(VisibleText.Of(head), Words(why.State)) + (why.Attempts is { } attempts ? $" ({attempts})" : ""));
        Add("key", why.Key);
        foreach (var (line, index) in Wrapped(VisibleText.Of(why.Detail ?? "")).Select(static (line, index) => (line, index)))
        {
            Line(index == 0 ? "detail" : "", line);
        }

        for (var index = 0; index < why.Log.Count; index++)
        {
            Line(index == 0 ? "log" : "", paint.Dim("│ ") + Cut(VisibleText.Line(why.Log[index].Text, colour: false), 2));
        }

        Program(why);
        foreach (var (name, value) in Inputs(why.Inputs))
        {
            Add("input", $"{name} = {value}");
        }

        Add("ran", Ran(why));
        Add("where", why.Where);
        Add("directory", why.WorkDirectory);
    }

    private static string Names(IReadOnlyList<string> shown, int all) =>
        string.Join(", ", shown) + (all > shown.Count ? $" and {all - shown.Count} more" : "");

    /// <summary>A script says more than the command that runs it.</summary>
    private void Program(Why why)
    {
        if (why.Script is null)
        {
            Add("command", why.Command is null ? null : string.Join(' ', why.Command.Select(Quote)));
            return;
        }

        var lines = why.Script.TrimEnd().Split('\n');
        var shown = lines.Length > ScriptLinesMax ? ScriptLinesMax - 1 : lines.Length;
        for (var index = 0; index < shown; index++)
        {
            Line(index == 0 ? "script" : "", paint.Dim("│ ") + Cut(VisibleText.Line(lines[index], colour: false), 2));
        }

        Add("", shown == lines.Length ? null : $"… and {lines.Length - shown} more lines");
    }

    private static string Words<T>(T? state)
        where T : struct, Enum => state is { } known ? JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()) : "";

    private static string? Ran(Why why) => why.Took is { } took
        ? $"{Durations.Short(took)}{(why.MemoryPeakBytes is { } peak ? $", {ByteSize.Format(peak)} of memory at most" : "")}"
        : null;

    private static IEnumerable<(string Name, string Value)> Inputs(JsonElement? inputs) =>
        inputs is { ValueKind: JsonValueKind.Object } known
            ? known.EnumerateObject().Select(input => (input.Name, OutputText.Value(input.Value)))
            : [];

    private void Add(string label, string? value)
    {
        if (value is not null)
        {
            Line(label, Cut(VisibleText.Of(value), 0));
        }
    }

    private void Line(string label, string value) =>
        _text.Append("  ").Append(paint.Dim(label.PadRight(LabelWidth))).Append(' ').Append(value).Append('\n');

    private int Room(int taken) => columns == 0 ? int.MaxValue : Math.Max(columns - LabelWidth - 3 - taken, NarrowestMax);

    private string Cut(string text, int taken) => TextWidth.Cut(text, Room(taken));

    /// <summary>The reason is what a person came for: it is never cut, and goes on in the next line.</summary>
    private IEnumerable<string> Wrapped(string text)
    {
        var room = Room(0);
        while (TextWidth.Of(text) > room)
        {
            var blank = text.LastIndexOf(' ', Math.Min(room, text.Length - 1));
            var end = blank > room / 2 ? blank : Math.Min(room, text.Length);
            yield return text[..end].TrimEnd();
            text = text[end..].TrimStart();
        }

        if (text.Length > 0)
        {
            yield return text;
        }
    }

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(letter => char.IsLetterOrDigit(letter) || "-_./:=,+@%".Contains(letter))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
