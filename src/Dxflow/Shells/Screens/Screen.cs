using System.Buffers;
using System.Text;
using Dxflow.Foundation.Terminals;
using Dxflow.Shells.Screens.Sequences;

namespace Dxflow.Shells.Screens;

/// <summary>
/// What a terminal shows, and everything that decides what the next byte will do to it: two grids, cursor, pen, modes, margins, tabs,
/// character sets, title. Fed by <see cref="SequenceParser"/>, painted by <see cref="ScreenPainter"/>. It behaves as xterm does where
/// programs depend on it; an answer to what a program asks of its terminal goes to <see cref="Answers"/>, since several terminals may look
/// on, or none. Pure, and bounded by its size.
/// </summary>
internal sealed class Screen
{
    /// <summary>More than the largest window with the smallest letters; a cell is 32 bytes.</summary>
    public const int RowsMax = 500;
    public const int ColumnsMax = 1_000;
    private const int TitleCharactersMax = 256;
    private const int AnswersBytesMax = 4_096;

    private readonly Grid _main;
    private Grid? _alternate;
    private int _lastPrinted;

    public Screen(TerminalSize size)
    {
        Size = Fit(size);
        Active = _main = new Grid(Size, new ScrollBack());
        Margins = (0, Size.Rows - 1);
        Tabs = new TabStops(Size.Columns);
    }

    public TerminalSize Size { get; private set; }

    public Grid Main => _main;

    /// <summary>The grid that is shown; not <see cref="Main"/> while a program has the alternate one.</summary>
    public Grid Active { get; private set; }

    public bool IsAlternate => Active != _main;

    public ScrollBack History => _main.History!;

    public int Row { get; set; }

    public int Column { get; set; }

    /// <summary>The last column was written: the next character begins a line.</summary>
    public bool WrapsNext { get; set; }

    public CellStyle Pen { get; set; }

    public ScreenModes Modes { get; set; } = ScreenModes.Usual;

    public CharacterSets Sets { get; set; }

    /// <summary>First and last row that scroll.</summary>
    public (int Top, int Bottom) Margins { get; set; }

    public TabStops Tabs { get; private set; }

    /// <summary>CSI n SP q; 0 is the terminal's own.</summary>
    public int CursorShape { get; set; }

    public string Title { get; private set; } = "";

    /// <summary>What is to be typed into the program; whoever takes it clears it.</summary>
    public ArrayBufferWriter<byte> Answers { get; } = new(64);

    /// <summary>The nearest size that a screen can have.</summary>
    public static TerminalSize Fit(TerminalSize size) => new(Math.Clamp(size.Rows, 1, RowsMax), Math.Clamp(size.Columns, 1, ColumnsMax));

    public bool Has(ScreenModes mode) => (Modes & mode) != 0;

    public void Print(ReadOnlySpan<byte> ascii)
    {
        while (ascii.Length > 0)
        {
            ascii = ascii[(WrapsNext || Sets.Draws || Has(ScreenModes.Insert) ? PutFirst(ascii) : PutRun(ascii))..];
        }
    }

    public void Print(Rune rune)
    {
        var width = CharacterWidth.Of(rune);
        if (width > 0)
        {
            Put(rune.Value, width);
            return;
        }

        var at = WrapsNext ? Column : Column - 1;
        if (at >= 0)
        {
            Active[Row].Mark(at > 0 && Active[Row].Cells[at].Rune == Cell.Tail ? at - 1 : at, rune);
        }
    }

    /// <summary>A control character; false if nobody needs to see it.</summary>
    public bool Control(byte value)
    {
        switch (value)
        {
            case 7:
                return true;
            case 8:
                Column = Math.Max(0, Column - 1);
                break;
            case 9:
                Column = Tabs.Next(Column);
                return true;
            case 10 or 11 or 12:
                Column = Has(ScreenModes.NewLine) ? 0 : Column;
                LineFeed();
                break;
            case 13:
                Column = 0;
                break;
            case 14 or 15:
                Sets = Sets with { UsesG1 = value == 14 };
                return true;
            default:
                return false;
        }

        WrapsNext = false;
        return true;
    }

    public bool Escape(char intermediate, char final) => ScreenCommands.Escape(this, intermediate, final);

    public bool Run(ControlSequence sequence) => ScreenCommands.Run(this, sequence);

    /// <summary>
    /// OSC: a title. All else is let go: a program has no business with the clipboard or the
    /// colours of whoever looks on.
    /// </summary>
    public bool Command(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("0;"u8) || text.StartsWith("2;"u8))
        {
            var title = Encoding.UTF8.GetString(text[2..]);
            if (title.Length <= TitleCharactersMax && !title.Any(static letter => char.IsControl(letter) || letter == '\ufffd'))
            {
                Title = title;
                return true;
            }
        }

        return false;
    }

    public void Answer(string text)
    {
        if (Answers.WrittenCount + text.Length <= AnswersBytesMax)
        {
            Encoding.ASCII.GetBytes(text, Answers);
        }
    }

    public void LineFeed()
    {
        if (Row == Margins.Bottom)
        {
            Active.ScrollUp(Margins.Top, Margins.Bottom, 1, Pen);
        }
        else if (Row < Size.Rows - 1)
        {
            Row++;
        }
    }

    public void ReverseLineFeed()
    {
        if (Row == Margins.Top)
        {
            Active.ScrollDown(Margins.Top, Margins.Bottom, 1, Pen);
        }
        else if (Row > 0)
        {
            Row--;
        }
    }

    /// <summary>Row and column from 0; a row is counted from the margin in origin mode.</summary>
    public void MoveTo(int row, int column)
    {
        var (top, bottom) = Has(ScreenModes.Origin) ? Margins : (0, Size.Rows - 1);
        Row = Math.Clamp(row + top, top, bottom);
        Column = Math.Clamp(column, 0, Size.Columns - 1);
        WrapsNext = false;
    }

    public void Save() => Active.Saved = new SavedCursor(Row, Column, Pen, Sets, Has(ScreenModes.Origin), WrapsNext);

    public void Restore()
    {
        var saved = Active.Saved ?? new SavedCursor(0, 0, default, default, false, false);
        Row = saved.Origin ? Math.Clamp(saved.Row, Margins.Top, Margins.Bottom) : Math.Min(saved.Row, Size.Rows - 1);
        Column = Math.Min(saved.Column, Size.Columns - 1);
        (Pen, Sets, WrapsNext) = (saved.Pen, saved.Sets, saved.WrapsNext && saved.Column == Column);
        Modes = saved.Origin ? Modes | ScreenModes.Origin : Modes & ~ScreenModes.Origin;
    }

    public void Show(bool alternate)
    {
        if (alternate != IsAlternate)
        {
            // A program that has gone leaves nothing there that anybody comes back to.
            _alternate = alternate ? new Grid(Size, history: null) : null;
            Active = _alternate ?? _main;
        }
    }

    /// <summary>The last character again, so often; it is <see langword="null"/> if there was none.</summary>
    public Rune? Repeat(int count)
    {
        for (; count > 0 && _lastPrinted > 0; count--)
        {
            Put(Sets.Of(_lastPrinted), CharacterWidth.Of(new Rune(_lastPrinted)));
        }

        return _lastPrinted > 0 ? new Rune(_lastPrinted) : null;
    }

    /// <summary>As a terminal that was just switched on; what scrolled away stays.</summary>
    public void Reset()
    {
        Show(alternate: false);
        SoftReset();
        Modes = ScreenModes.Usual;
        _main.Erase(0, Size.Rows, default);
        (Row, Column, Title, _lastPrinted) = (0, 0, "", 0);
        Tabs = new TabStops(Size.Columns);
    }

    public void SoftReset()
    {
        Modes = (Modes & ~(ScreenModes.Insert | ScreenModes.Origin | ScreenModes.CursorKeys | ScreenModes.Keypad)) | ScreenModes.Usual;
        (Pen, Sets, WrapsNext, CursorShape) = (default, default, false, 0);
        Margins = (0, Size.Rows - 1);
        Active.Saved = null;
    }

    public void Resize(TerminalSize size)
    {
        size = Fit(size);
        var hidden = IsAlternate ? _main.Saved?.Row ?? 0 : Row;
        var moved = _main.Resize(size, Math.Min(hidden, _main.Rows - 1));
        if (_main.Saved is { } saved)
        {
            _main.Saved = saved with { Row = Math.Clamp(saved.Row - moved, 0, size.Rows - 1) };
        }

        moved = _alternate?.Resize(size, Row) ?? moved;
        Row = Math.Clamp(Row - moved, 0, size.Rows - 1);
        Column = Math.Min(Column, size.Columns - 1);
        (Size, WrapsNext, Margins) = (size, false, (0, size.Rows - 1));
        Tabs.Resize(size.Columns);
    }

    private int PutFirst(ReadOnlySpan<byte> ascii)
    {
        Put(Sets.Of(ascii[0]), 1);
        return 1;
    }

    /// <summary>As much as there is room for on the line; what <see cref="Put"/> would do, one after the other.</summary>
    private int PutRun(ReadOnlySpan<byte> ascii)
    {
        var count = Math.Min(ascii.Length, Size.Columns - Column);
        Active[Row].Put(Column, ascii[..count], Pen);
        _lastPrinted = ascii[count - 1];
        Column += count;
        if (Column == Size.Columns)
        {
            Column--;
            WrapsNext = Has(ScreenModes.Wraps);
        }

        return count;
    }

    private void Put(int rune, int width)
    {
        _lastPrinted = rune;
        if (width > Size.Columns)
        {
            (rune, width) = (' ', 1);
        }

        var wraps = Has(ScreenModes.Wraps);
        if (wraps && (WrapsNext || Column + width > Size.Columns))
        {
            Active[Row].IsWrapped = true;
            Column = 0;
            LineFeed();
        }

        WrapsNext = false;
        Column = Math.Min(Column, Size.Columns - width);
        if (Has(ScreenModes.Insert))
        {
            Active[Row].Insert(Column, width, Pen);
        }

        Active[Row].Put(Column, new Cell(rune, Pen), width);
        Column += width;
        if (Column == Size.Columns)
        {
            Column--;
            WrapsNext = wraps;
        }
    }
}
