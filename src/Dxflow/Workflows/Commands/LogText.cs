using System.Globalization;
using Dxflow.Foundation.Values;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// A line of a task's log on a terminal. Control characters are shown, not obeyed: a log is text from somebody else's program.
/// Its colours are kept where <paramref name="colour"/> is wanted. Times are those of <paramref name="zone"/>; whole instants, as
/// <c>--since</c> takes them, are in UTC.
/// </summary>
internal sealed class LogText(bool prefixed, bool colour, TimeZoneInfo? zone = null, bool instants = false)
{
    /// <summary>Lines that are joined have a newline between them, and each begins as a single one does.</summary>
    public string Of(LogLine line)
    {
        var (before, text) = (When(line) + (prefixed ? NameOf(line) + " | " : ""), VisibleText.Lines(line.Text, colour));
        return before.Length == 0 ? text : before + text.Replace("\n", "\n" + before, StringComparison.Ordinal);
    }

    /// <summary>When something happened on a day that is known.</summary>
    public static string Time(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private string When(LogLine line) => instants
        ? line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture)
        : zone is null ? "" : Time(line.At, zone) + " ";

    /// <summary>The second instance and those after it say which they are, in the form that names them.</summary>
    private static string NameOf(LogLine line) =>
        line.Slice == 0 || line.Step.Contains('/') ? line.Step
        : string.Create(CultureInfo.InvariantCulture, $"{line.Step}:{line.Slice + 1}");
}
