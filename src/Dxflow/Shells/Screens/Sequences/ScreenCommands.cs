namespace Dxflow.Shells.Screens.Sequences;

/// <summary>
/// What sequences do to a screen. Each method says whether others who look on should see the sequence too: not where it asks something, and
/// not where it is unknown, so that their terminals stay what the screen is.
/// </summary>
internal static class ScreenCommands
{
    public static bool Escape(Screen screen, char intermediate, char final)
    {
        switch ((intermediate, final))
        {
            case ('\0', '7'):
                screen.Save();
                return true;
            case ('\0', '8'):
                screen.Restore();
                return true;
            case ('\0', 'D'):
                screen.LineFeed();
                break;
            case ('\0', 'E'):
                screen.Column = 0;
                screen.LineFeed();
                break;
            case ('\0', 'M'):
                screen.ReverseLineFeed();
                break;
            case ('\0', 'H'):
                screen.Tabs.Set(screen.Column, stops: true);
                return true;
            case ('\0', 'Z'):
                screen.Answer(Questions.Attributes);
                return false;
            case ('\0', 'c'):
                screen.Reset();
                return true;
            case ('\0', '=' or '>'):
                ModeCommands.Set(screen, ScreenModes.Keypad, final == '=');
                return true;
            case ('(', _):
                screen.Sets = screen.Sets with { DrawsInG0 = final == '0' };
                return final is '0' or 'B';
            case (')', _):
                screen.Sets = screen.Sets with { DrawsInG1 = final == '0' };
                return final is '0' or 'B';
            case ('#', '8'):
                Align(screen);
                return true;
            default:
                return false;
        }

        screen.WrapsNext = false;
        return true;
    }

    public static bool Run(Screen screen, ControlSequence sequence) => (sequence.Mark, sequence.Intermediate) switch
    {
        ('\0', '\0') => Plain(screen, sequence),
        ('?', '\0') => sequence.Final switch
        {
            'h' or 'l' => ModeCommands.Change(screen, sequence),
            'J' or 'K' => Plain(screen, sequence),
            _ => Questions.Answer(screen, sequence),
        },
        ('\0', '!') when sequence.Final == 'p' => SoftReset(screen),
        ('\0', ' ') when sequence.Final == 'q' && sequence.Or(0, 0) <= 6 => Shape(screen, sequence.Or(0, 0)),
        _ => Questions.Answer(screen, sequence),
    };

    private static bool Plain(Screen screen, ControlSequence sequence) => sequence.Final switch
    {
        >= 'A' and <= 'H' or '`' or 'a' or 'd' or 'e' or 'f' or 'I' or 'Z' => Move(screen, sequence),
        'J' or 'K' or 'X' => Erase(screen, sequence),
        '@' or 'P' or 'L' or 'M' or 'S' or 'T' => Shift(screen, sequence),
        _ => State(screen, sequence),
    };

    private static bool Move(Screen screen, ControlSequence sequence)
    {
        var count = sequence.Or(0, 1);
        var (top, bottom) = screen.Margins;
        var (row, column) = (screen.Row, screen.Column);
        switch (sequence.Final)
        {
            case 'A' or 'F':
                row = Math.Max(row - count, row >= top ? top : 0);
                column = sequence.Final == 'F' ? 0 : column;
                break;
            case 'B' or 'e' or 'E':
                row = Math.Min(row + count, row <= bottom ? bottom : screen.Size.Rows - 1);
                column = sequence.Final == 'E' ? 0 : column;
                break;
            case 'C' or 'a':
                column += count;
                break;
            case 'D':
                column -= count;
                break;
            case 'G' or '`':
                column = count - 1;
                break;
            case 'I' or 'Z':
                for (; count > 0 && column != (sequence.Final == 'I' ? screen.Size.Columns - 1 : 0); count--)
                {
                    column = sequence.Final == 'I' ? screen.Tabs.Next(column) : screen.Tabs.Before(column);
                }

                break;
            case 'd':
                screen.MoveTo(count - 1, column);
                return true;
            default:
                screen.MoveTo(count - 1, sequence.Or(1, 1) - 1);
                return true;
        }

        (screen.Row, screen.Column) = (row, Math.Clamp(column, 0, screen.Size.Columns - 1));
        screen.WrapsNext = false;
        return true;
    }

    private static bool Erase(Screen screen, ControlSequence sequence)
    {
        var (grid, row, column, pen) = (screen.Active, screen.Row, screen.Column, screen.Pen);
        var (rows, columns) = (screen.Size.Rows, screen.Size.Columns);
        switch (sequence.Final, Math.Max(sequence[0], 0))
        {
            case ('X', _):
                grid[row].Erase(column, Math.Min(column + sequence.Or(0, 1), columns), pen);
                break;
            case ('J', 0):
                grid[row].Erase(column, columns, pen);
                grid.Erase(row + 1, rows, pen);
                break;
            case ('J', 1):
                grid.Erase(0, row, pen);
                grid[row].Erase(0, column + 1, pen);
                break;
            case ('J', 2):
                grid.Erase(0, rows, pen);
                break;
            case ('J', 3):
                screen.History.Clear();
                break;
            case ('K', 0):
                grid[row].Erase(column, columns, pen);
                break;
            case ('K', 1):
                grid[row].Erase(0, column + 1, pen);
                break;
            case ('K', 2):
                grid[row].Erase(0, columns, pen);
                break;
            default:
                return false;
        }

        screen.WrapsNext = false;
        return true;
    }

    private static bool Shift(Screen screen, ControlSequence sequence)
    {
        var count = sequence.Or(0, 1);
        var (top, bottom) = screen.Margins;
        var isWithin = screen.Row >= top && screen.Row <= bottom;
        switch (sequence.Final)
        {
            case '@':
                screen.Active[screen.Row].Insert(screen.Column, count, screen.Pen);
                break;
            case 'P':
                screen.Active[screen.Row].Delete(screen.Column, count, screen.Pen);
                break;
            case 'L' or 'M' when !isWithin:
                return true;
            case 'L':
                screen.Active.ScrollDown(screen.Row, bottom, count, screen.Pen);
                screen.Column = 0;
                break;
            case 'M':
                screen.Active.DeleteLines(screen.Row, bottom, count, screen.Pen);
                screen.Column = 0;
                break;
            case 'S':
                screen.Active.ScrollUp(top, bottom, count, screen.Pen);
                return true;
            case 'T' when sequence.Count <= 1:
                screen.Active.ScrollDown(top, bottom, count, screen.Pen);
                return true;
            default:
                return false;
        }

        screen.WrapsNext = false;
        return true;
    }

    private static bool State(Screen screen, ControlSequence sequence)
    {
        switch (sequence.Final)
        {
            case 'm':
                screen.Pen = Rendition.Apply(screen.Pen, sequence);
                return true;
            case 'h' or 'l':
                return ModeCommands.Change(screen, sequence);
            case 'g' when sequence.Or(0, 0) is 0 or 3:
                if (sequence.Or(0, 0) == 3)
                {
                    screen.Tabs.Clear();
                }
                else
                {
                    screen.Tabs.Set(screen.Column, stops: false);
                }

                return true;
            case 'r':
                var (top, bottom) = (sequence.Or(0, 1) - 1, Math.Min(sequence.Or(1, screen.Size.Rows), screen.Size.Rows) - 1);
                if (top < bottom)
                {
                    screen.Margins = (top, bottom);
                    screen.MoveTo(0, 0);
                }

                return top < bottom;
            case 's' when sequence.Count == 0:
                screen.Save();
                return true;
            case 'u' when sequence.Count == 0:
                screen.Restore();
                return true;
            default:
                return Questions.Answer(screen, sequence);
        }
    }

    private static bool SoftReset(Screen screen)
    {
        screen.SoftReset();
        return true;
    }

    private static bool Shape(Screen screen, int shape)
    {
        screen.CursorShape = shape;
        return true;
    }

    private static void Align(Screen screen)
    {
        (screen.Margins, screen.Pen) = ((0, screen.Size.Rows - 1), default);
        for (var row = 0; row < screen.Size.Rows; row++)
        {
            for (var column = 0; column < screen.Size.Columns; column++)
            {
                screen.Active[row].Put(column, new Cell('E', default), 1);
            }
        }

        (screen.Row, screen.Column, screen.WrapsNext) = (0, 0, false);
    }
}
