using System.Globalization;
using System.Text;

namespace Dxflow.Shells.Screens;

/// <summary>Lines and pens as a terminal is told them. Each line begins and ends with the plain pen.</summary>
internal static class RowPainter
{
    public static void Append(StringBuilder text, ScreenRow row, int columns) => Append(text, row, 0, columns);

    /// <summary>From one column up to another; blanks at the end are left out.</summary>
    public static void Append(StringBuilder text, ScreenRow row, int from, int to)
    {
        to = Math.Min(to, row.Cells.Length);
        while (to > from && row.Cells[to - 1].IsBlank)
        {
            to--;
        }

        var pen = default(CellStyle);
        for (var column = from; column < to; column++)
        {
            var cell = row.Cells[column];
            if (cell.Rune == Cell.Tail)
            {
                continue;
            }

            if (cell.Style != pen)
            {
                pen = cell.Style;
                Append(text, pen);
            }

            // Of a wide one that is cut off at the border there is room for a blank.
            var isCut = column == to - 1 && column + 1 < row.Cells.Length && row.Cells[column + 1].Rune == Cell.Tail;
            text.Append(new Rune(cell.Rune <= 0 || isCut ? ' ' : cell.Rune).ToString()).Append(isCut ? null : cell.Marks);
        }

        text.Append(pen == default ? "" : "\e[0m");
    }

    public static void Append(StringBuilder text, CellStyle pen)
    {
        text.Append("\e[0");
        for (var flag = 0; flag < Flags.Length; flag++)
        {
            text.Append(((int)pen.Flags & (1 << flag)) != 0 ? Flags[flag] : "");
        }

        text.Append(pen.Underline switch
        {
            0 => "",
            1 => ";4",
            2 => ";21",
            var kind => $";4:{kind}",
        });
        Colour(text, pen.Foreground, 30);
        Colour(text, pen.Background, 40);
        Line(text, pen.Line);
        text.Append('m');
    }

    private static readonly string[] Flags = [";1", ";2", ";3", ";5", ";7", ";8", ";9", ";53"];

    private static void Colour(StringBuilder text, uint colour, int first)
    {
        var value = colour & 0xffffff;
        if ((colour & CellStyle.Direct) != 0)
        {
            text.Append(
                CultureInfo.InvariantCulture, $";{first + 8};2;{(value >> 16) & 0xff};{(value >> 8) & 0xff};{value & 0xff}");
        }
        else if (colour != 0)
        {
            text.Append(value < 16 ? ";" : $";{first + 8};5;").Append(value < 8 ? first + value : value < 16 ? first + 52 + value : value);
        }
    }

    private static void Line(StringBuilder text, uint colour)
    {
        var value = colour & 0xffffff;
        if ((colour & CellStyle.Direct) != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $";58:2::{(value >> 16) & 0xff}:{(value >> 8) & 0xff}:{value & 0xff}");
        }
        else if (colour != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $";58:5:{value}");
        }
    }
}
