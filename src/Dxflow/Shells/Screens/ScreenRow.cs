using System.Text;

namespace Dxflow.Shells.Screens;

/// <summary>
/// A line of cells. Whatever is done to it, a wide character is whole or not there: half of one becomes a blank, as on a terminal.
/// </summary>
internal sealed class ScreenRow(int columns)
{
    public Cell[] Cells { get; private set; } = new Cell[columns];

    /// <summary>What follows on the next line belongs to this one.</summary>
    public bool IsWrapped { get; set; }

    /// <summary>From here on all is blank; before it something may be written.</summary>
    public int Written { get; private set; }

    /// <summary>Nothing but ASCII by the plain pen. What is may be called none, but not the other way round.</summary>
    public bool IsPlain { get; private set; } = true;

    public void Put(int column, Cell cell, int width)
    {
        Note(column + width, cell.Style == default && cell.Rune < 0x80 && width == 1);
        Cut(column);
        Cut(column + width);
        Cells[column] = cell;
        if (width == 2)
        {
            Cells[column + 1] = new Cell(Cell.Tail, cell.Style);
        }
    }

    /// <summary>Printable ASCII, for which there is room: most of what programs write, so it costs little.</summary>
    public void Put(int column, ReadOnlySpan<byte> ascii, CellStyle pen)
    {
        Note(column + ascii.Length, pen == default);
        Cut(column);
        Cut(column + ascii.Length);
        var cells = Cells.AsSpan(column, ascii.Length);
        for (var at = 0; at < ascii.Length; at++)
        {
            // Each by itself, which is a third of the time of a whole cell.
            ref var cell = ref cells[at];
            cell.Rune = ascii[at];
            cell.Style = pen;
            cell.Marks = null;
        }
    }

    public void Mark(int column, Rune mark)
    {
        Note(column + 1, isPlain: false);
        ref var cell = ref Cells[column];
        if (cell.Rune != Cell.Tail && (cell.Marks?.Length ?? 0) + mark.Utf16SequenceLength <= Cell.MarksMax)
        {
            cell = cell with { Rune = cell.Rune == 0 ? ' ' : cell.Rune, Marks = cell.Marks + mark };
        }
    }

    /// <summary>As if it were new.</summary>
    public void Clear()
    {
        Cells.AsSpan(0, Written).Clear();
        (Written, IsPlain, IsWrapped) = (0, true, false);
    }

    public void Erase(int from, int to, CellStyle pen)
    {
        if (pen.Background != 0)
        {
            Note(to, isPlain: false);
        }

        Cut(from);
        Cut(to);
        Cells.AsSpan(from, to - from).Fill(new Cell(0, pen.Blank()));
        if (to == Cells.Length)
        {
            IsWrapped = false;
        }
    }

    public void Insert(int at, int count, CellStyle pen)
    {
        count = Math.Min(count, Cells.Length - at);
        Note(Cells.Length, pen.Background == 0);
        Cut(at);
        Cut(Cells.Length - count);
        Cells.AsSpan(at, Cells.Length - at - count).CopyTo(Cells.AsSpan(at + count));
        Cells.AsSpan(at, count).Fill(new Cell(0, pen.Blank()));
    }

    public void Delete(int at, int count, CellStyle pen)
    {
        count = Math.Min(count, Cells.Length - at);
        Note(pen.Background == 0 ? Written : Cells.Length, pen.Background == 0);
        Cut(at);
        Cut(at + count);
        Cells.AsSpan(at + count).CopyTo(Cells.AsSpan(at));
        Cells.AsSpan(Cells.Length - count).Fill(new Cell(0, pen.Blank()));
    }

    public void Resize(int columns)
    {
        if (columns < Cells.Length)
        {
            Cut(columns);
        }

        var cells = Cells;
        Array.Resize(ref cells, columns);
        Cells = cells;
        Written = Math.Min(Written, columns);
        IsWrapped = false;
    }

    /// <summary>Its characters; blanks at its end are left out.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (var cell in Cells)
        {
            if (cell.Rune != Cell.Tail)
            {
                text.Append(new Rune(cell.Rune == 0 ? ' ' : cell.Rune)).Append(cell.Marks);
            }
        }

        return text.ToString().TrimEnd(' ');
    }

    private void Note(int to, bool isPlain)
    {
        Written = Math.Max(Written, to);
        IsPlain &= isPlain;
    }

    /// <summary>A wide character across this border is taken apart.</summary>
    private void Cut(int border)
    {
        if (border > 0 && border < Cells.Length && Cells[border].Rune == Cell.Tail)
        {
            Cells[border - 1] = new Cell(0, Cells[border - 1].Style.Blank());
            Cells[border] = new Cell(0, Cells[border].Style.Blank());
        }
    }
}
