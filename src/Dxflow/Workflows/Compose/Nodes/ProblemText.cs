using System.Text;
using Dxflow.Operations;

namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>
/// A problem as a person reads it: <c>FILE:LINE:COL: error: message</c>, the line with a caret if its text is at hand, and the fix.
/// </summary>
internal static class ProblemText
{
    private const int ExcerptColumnsMax = 120;

    /// <summary><paramref name="source"/> gives the text of a file by the name a problem has for it, or null.</summary>
    public static string Format(Problem problem, Func<string, SourceText?>? source = null)
    {
        var text = new StringBuilder();
        if (problem.File is not null)
        {
            text.Append(problem.File).Append(':');
            text.Append(problem.Line > 0 ? $"{problem.Line}:{problem.Column}: " : " ");
        }

        text.Append(problem.Warning ? "warning: " : "error: ").Append(OneLine(problem.Message));
        if (problem is { File: { } file, Line: > 0 }
            && source?.Invoke(file)?.Line(problem.Line) is { } line
            && !string.IsNullOrWhiteSpace(line))
        {
            AppendExcerpt(text, problem, line);
        }

        if (problem.Fix is { } fix)
        {
            text.Append("\n  fix: ").Append(OneLine(fix));
        }

        return text.ToString();
    }

    private static void AppendExcerpt(StringBuilder text, Problem problem, string line)
    {
        // A long line is shown from a little before the place.
        var column = Math.Clamp(problem.Column - 1, 0, line.Length);
        var start = column < ExcerptColumnsMax - 20 ? 0 : column - 40;
        var shown = line.AsSpan(start, Math.Min(ExcerptColumnsMax, line.Length - start));
        var number = problem.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
        text.Append("\n  ").Append(number).Append(" | ");
        foreach (var letter in shown)
        {
            text.Append(char.IsControl(letter) ? ' ' : letter);
        }

        text.Append("\n  ").Append(' ', number.Length).Append(" | ").Append(' ', column - start).Append('^');
    }

    // Text of the user may hold line ends and escape sequences that would draw on the terminal.
    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Create(text.Length, text, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                to[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        })
        : text;
}
