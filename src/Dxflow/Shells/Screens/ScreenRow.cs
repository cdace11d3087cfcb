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

    public void Put(int column, Cell cell, int width)
    {
        Cut(column);
        Cut(column + width);
        Cells[column] = cell;
        if (width == 2)
        {
            Cells[column + 1] = new Cell(Cell.Tail, cell.Style);
        }
    }

    public void Mark(int column, Rune mark)
    {
        ref var cell = ref Cells[column];
        if (cell.Rune != Cell.Tail && (cell.Marks?.Length ?? 0) + mark.Utf16SequenceLength <= Cell.MarksMax)
        {
            cell = cell with { Rune = cell.Rune == 0 ? ' ' : cell.Rune, Marks = cell.Marks + mark };
        }
    }

    public void Erase(int from, int to, CellStyle pen)
    {
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
        Cut(at);
        Cut(Cells.Length - count);
        Cells.AsSpan(at, Cells.Length - at - count).CopyTo(Cells.AsSpan(at + count));
        Cells.AsSpan(at, count).Fill(new Cell(0, pen.Blank()));
    }

    public void Delete(int at, int count, CellStyle pen)
    {
        count = Math.Min(count, Cells.Length - at);
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
        IsWrapped = false;
    }

    /// <summary>As much of it as says anything: blanks at its end need no memory.</summary>
    public void Trim()
    {
        var length = Cells.Length;
        while (length > 0 && Cells[length - 1].IsBlank)
        {
            length--;
        }

        Cells = Cells[..length];
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
