using Dxflow.Foundation.Terminals;

namespace Dxflow.Shells.Screens;

/// <summary>
/// One of a terminal's two screens: its rows, and where its cursor was saved. With <see cref="History"/> what leaves at the top is kept
/// there.
/// </summary>
internal sealed class Grid(TerminalSize size, ScrollBack? history)
{
    private ScreenRow[] _rows = [.. Enumerable.Range(0, size.Rows).Select(_ => new ScreenRow(size.Columns))];

    public int Columns { get; private set; } = size.Columns;

    public int Rows => _rows.Length;

    public ScrollBack? History { get; } = history;

    /// <summary>What ESC 7 kept; null: nothing.</summary>
    public SavedCursor? Saved { get; set; }

    public ScreenRow this[int row] => _rows[row];

    /// <summary>Rows from <paramref name="top"/> up to and with <paramref name="bottom"/> move up.</summary>
    public void ScrollUp(int top, int bottom, int count, CellStyle pen)
    {
        for (var row = top; row < top + Math.Min(count, bottom - top + 1) && top == 0; row++)
        {
            History?.Add(_rows[row]);
        }

        DeleteLines(top, bottom, count, pen);
    }

    /// <summary>The same, and nothing of it is kept.</summary>
    public void DeleteLines(int top, int bottom, int count, CellStyle pen)
    {
        count = Math.Min(count, bottom - top + 1);
        var gone = _rows[top..(top + count)];
        Array.Copy(_rows, top + count, _rows, top, bottom - top + 1 - count);
        Fill(bottom + 1 - count, gone, pen);
    }

    public void ScrollDown(int top, int bottom, int count, CellStyle pen)
    {
        count = Math.Min(count, bottom - top + 1);
        var gone = _rows[(bottom + 1 - count)..(bottom + 1)];
        Array.Copy(_rows, top, _rows, top + count, bottom - top + 1 - count);
        Fill(top, gone, pen);
    }

    public void Erase(int from, int to, CellStyle pen)
    {
        for (var row = from; row < to; row++)
        {
            _rows[row].Erase(0, Columns, pen);
        }
    }

    /// <summary>
    /// Lines are cut or made longer, never joined. Fewer rows: those below the cursor go first, then those at the top. Returns by how many
    /// rows all of it moved up.
    /// </summary>
    public int Resize(TerminalSize size, int cursor)
    {
        var moved = Math.Max(0, cursor + 1 - size.Rows);
        for (var row = 0; row < moved; row++)
        {
            History?.Add(_rows[row]);
        }

        _rows = [.. _rows.Skip(moved).Take(size.Rows)];
        foreach (var row in _rows)
        {
            row.Resize(size.Columns);
        }

        Columns = size.Columns;
        _rows = [.. _rows, .. Enumerable.Range(_rows.Length, size.Rows - _rows.Length).Select(_ => new ScreenRow(size.Columns))];
        return moved;
    }

    /// <summary>The rows that went are the blank ones that come: a program that scrolls takes no memory for it.</summary>
    private void Fill(int from, ScreenRow[] gone, CellStyle pen)
    {
        for (var row = 0; row < gone.Length; row++)
        {
            _rows[from + row] = gone[row];
            gone[row].Clear();
            if (pen.Background != 0)
            {
                gone[row].Erase(0, Columns, pen);
            }
        }
    }
}
