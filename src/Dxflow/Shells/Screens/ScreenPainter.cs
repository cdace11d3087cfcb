using System.Globalization;
using System.Text;
using Dxflow.Foundation.Terminals;

namespace Dxflow.Shells.Screens;

/// <summary>
/// Writes what makes another terminal the same as a <see cref="Screen"/>, whatever it showed before: both grids, cursor, pen, modes,
/// margins, tabs, title; a terminal that is fed it, and from then on what the parser passes, stays the same. For a window of another size
/// there is <see cref="Part"/>.
/// </summary>
internal static class ScreenPainter
{
    /// <summary>Everything that would stand in the way of painting is off; wide as the screen, characters are what they are.</summary>
    private const string Plain = "\e[r\e[4l\e[20l\e[?7h" + Still;

    private const string Still = "\e[?6l\e(B\e)B\x0f\e[0m";

    /// <summary>What a terminal should be told when it has shown a shell and shows it no longer.</summary>
    public const string Leave =
        "\e[?1049l\e[?9l\e[?1000l\e[?1002l\e[?1003l\e[?1004l\e[?1005l\e[?1006l\e[?1015l\e[?2004l\e[?1l\e>\e[?5l\e[0 q\e[?12l" + Plain
        + "\e[?25h\e[999;1H\r\n";

    /// <param name="screen">What is shown.</param>
    /// <param name="history">
    /// Null: this terminal has shown it before, and is painted over. Otherwise it shows something else, which scrolls away, and then so
    /// many lines that scrolled away here.
    /// </param>
    public static string Whole(Screen screen, int? history = null)
    {
        var text = new StringBuilder(4_096);
        text.Append(history is null ? "\e[?1049l" : new string('\n', screen.Size.Rows)).Append("\e[?25l").Append(Plain).Append("\e[H\e[2J");
        foreach (var line in screen.History.Lines.TakeLast(history ?? 0))
        {
            RowPainter.Append(text, line.Row(), screen.Size.Columns);
            text.Append("\r\n");
        }

        Rows(text, screen.Main);
        if (!screen.Tabs.AreUsual)
        {
            text.Append("\e[3g");
            screen.Tabs.All.ToList().ForEach(column => text.Append(CultureInfo.InvariantCulture, $"\e[1;{column + 1}H\eH"));
        }

        Margins(text, screen);
        if (screen.IsAlternate)
        {
            // Entering the other grid keeps the cursor by itself.
            Cursor(text, screen, screen.Main.Saved ?? new SavedCursor(0, 0, default, default, false, false), screen.Main);
            text.Append("\e[?1049h").Append(Plain).Append("\e[H\e[2J");
            Rows(text, screen.Active);
            Margins(text, screen);
        }

        if (screen.Active.Saved is { } saved)
        {
            Cursor(text, screen, saved, screen.Active);
            text.Append("\e7").Append(Still);
        }

        Title(text, screen);
        Modes(text, screen);
        Cursor(text, screen, new SavedCursor(
            screen.Row, screen.Column, screen.Pen, screen.Sets, screen.Has(ScreenModes.Origin), screen.WrapsNext), screen.Active);

        // Last: in these two what was painted above would land elsewhere.
        text.Append(screen.Has(ScreenModes.Wraps) ? "" : "\e[?7l").Append(screen.Has(ScreenModes.Insert) ? "\e[4h" : "");
        return text.ToString();
    }

    /// <summary>As much of the screen as a window of another size has room for, where the cursor is.</summary>
    public static string Part(Screen screen, TerminalSize window)
    {
        var text = new StringBuilder(4_096).Append("\e[?25l").Append(Plain);
        var first = Math.Max(0, screen.Row - window.Rows + 1);
        for (var row = 0; row < window.Rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};1H\e[2K");
            if (first + row < screen.Size.Rows)
            {
                RowPainter.Append(text, screen.Active[first + row], Math.Min(screen.Size.Columns, window.Columns));
            }
        }

        Title(text, screen);
        Modes(text, screen);
        return text.Append(
            CultureInfo.InvariantCulture, $"\e[{screen.Row - first + 1};{Math.Min(screen.Column, window.Columns - 1) + 1}H").ToString();
    }

    /// <summary>One after another, each in a line of its own; the screen is empty, and the cursor where the first has to be.</summary>
    private static void Rows(StringBuilder text, Grid grid)
    {
        for (var row = 0; row < grid.Rows; row++)
        {
            text.Append(row == 0 ? "" : "\r\n");
            RowPainter.Append(text, grid[row], grid.Columns);
        }
    }

    private static void Margins(StringBuilder text, Screen screen)
    {
        if (screen.Margins != (0, screen.Size.Rows - 1))
        {
            text.Append(CultureInfo.InvariantCulture, $"\e[{screen.Margins.Top + 1};{screen.Margins.Bottom + 1}r");
        }
    }

    private static void Cursor(StringBuilder text, Screen screen, SavedCursor cursor, Grid grid)
    {
        var row = Math.Min(cursor.Row, grid.Rows - 1);
        var top = cursor.Origin ? screen.Margins.Top : 0;
        text.Append(cursor.Origin ? "\e[?6h" : "");
        if (cursor.WrapsNext)
        {
            // The only way to a cursor that waits at the end of a line is to write there.
            var column = grid[row].Cells[^1].Rune == Cell.Tail ? grid.Columns - 2 : grid.Columns - 1;
            Place(text, row - top, column);
            RowPainter.Append(text, grid[row], column, grid.Columns);
            text.Append(grid[row].Cells[column].IsBlank ? " " : "");
        }
        else
        {
            Place(text, row - top, Math.Min(cursor.Column, grid.Columns - 1));
        }

        text.Append(cursor.Sets.DrawsInG0 ? "\e(0" : "").Append(cursor.Sets.DrawsInG1 ? "\e)0" : "")
            .Append(cursor.Sets.UsesG1 ? "\x0e" : "");
        RowPainter.Append(text, cursor.Pen);
    }

    private static void Place(StringBuilder text, int row, int column) =>
        text.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};{column + 1}H");

    private static void Title(StringBuilder text, Screen screen) =>
        text.Append(screen.Title.Length > 0 ? $"\e]2;{screen.Title}\e\\" : "");

    /// <summary>All but those that decide where characters land.</summary>
    private static void Modes(StringBuilder text, Screen screen)
    {
        const ScreenModes Landing = ScreenModes.Origin | ScreenModes.Wraps | ScreenModes.Insert | ScreenModes.Keypad;
        var all = ModeNumbers.Public.Select(static one => (Name: $"\e[{one.Number}", one.Mode))
            .Concat(ModeNumbers.Private.Select(static one => (Name: $"\e[?{one.Number}", one.Mode)))
            .Where(static one => (one.Mode & Landing) == 0).OrderBy(one => screen.Has(one.Mode));

        // Those that are off come first: to switch off one kind of mouse is to switch off all.
        foreach (var (name, mode) in all)
        {
            text.Append(name).Append(screen.Has(mode) ? 'h' : 'l');
        }

        text.Append(screen.Has(ScreenModes.Keypad) ? "\e=" : "\e>").Append(CultureInfo.InvariantCulture, $"\e[{screen.CursorShape} q");
    }
}
