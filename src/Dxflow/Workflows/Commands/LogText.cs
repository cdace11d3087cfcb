using System.Globalization;
using Dxflow.Foundation.Values;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// A line of a task's log on a terminal. Control characters are shown, not obeyed: a log is text from somebody else's program.
/// Its colours are kept where <paramref name="colour"/> is wanted. Times are those of <paramref name="zone"/>.
/// </summary>
internal sealed class LogText(bool prefixed, bool colour, TimeZoneInfo? zone = null)
{
    public string Of(LogLine line) =>
        $"{(zone is null ? "" : Time(line.At, zone) + " ")}{(prefixed ? line.Step + " | " : "")}{VisibleText.Line(line.Text, colour)}";

    /// <summary>When something happened on a day that is known.</summary>
    public static string Time(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
