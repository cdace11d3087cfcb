using System.Globalization;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// A line of a task's log on a terminal. Control characters are shown, not obeyed: a log is text from somebody else's program.
/// </summary>
internal static class LogText
{
    public static string Of(LogLine line, bool prefixed, bool timed)
    {
        var time = timed ? line.At.ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture) : string.Empty;
        return $"{time}{(prefixed ? line.Step + " | " : string.Empty)}{Harmless(line.Text)}";
    }

    public static string Harmless(string text) => text.Any(IsControl)
        ? string.Concat(
            text.Select(
                letter => IsControl(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}") : letter.ToString()))
        : text;

    private static bool IsControl(char letter) => char.IsControl(letter) && letter != '\t';
}
