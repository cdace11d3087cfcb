using System.Globalization;
using Dxflow.Foundation.Values;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// Events of a run as lines: when, which step, what, and what a person wants to know of it. The column of names grows with the
/// longest that came; a stream is never held back to make it straight.
/// </summary>
internal sealed class EventText(TimeZoneInfo zone)
{
    private const int EventWidth = 9;
    private int _names = 8;

    public string Heading => $"{"TIME",-12}  {"STEP".PadRight(_names)}  {"EVENT",-EventWidth}  DETAIL";

    public string Of(RunEventInfo change)
    {
        var name = change.Step ?? "-";
        _names = Math.Max(_names, name.Length);
        var what = $"{change.Event,-EventWidth}  {string.Join(", ", Parts(change))}";
        var line = $"{LogText.Time(change.At, zone)}  {name.PadRight(_names)}  {what}";
        return VisibleText.Of(line.TrimEnd());
    }

    private static IEnumerable<string> Parts(RunEventInfo change)
    {
        if (change.Event is "finished" or "dropped" or "end" or "health" or "cancel" or "progress" && change.State is { } state)
        {
            yield return state;
        }

        if (change.Attempt is > 1 and var attempt)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"attempt {attempt}");
        }

        if (ReasonText.Ended(change.Reason, change.Exit, change.Signal) is { } why)
        {
            yield return why;
        }

        if (change.Detail is { } detail)
        {
            yield return detail;
        }
    }
}
