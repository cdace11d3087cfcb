namespace Dxflow.Shells.Screens;

/// <summary>
/// A line that has left its screen, without the blanks at its end: a byte for each character of plain text, which most lines are, and cells
/// of any other.
/// </summary>
internal readonly struct ScrolledLine
{
    private readonly byte[]? _plain;
    private readonly Cell[]? _cells;

    /// <param name="row">Stays whose it is, and may change.</param>
    public ScrolledLine(ScreenRow row)
    {
        var cells = row.Cells.AsSpan(0, row.Written);
        while (cells.Length > 0 && cells[^1].IsBlank)
        {
            cells = cells[..^1];
        }

        if (!row.IsPlain)
        {
            _cells = cells.ToArray();
            return;
        }

        _plain = cells.Length == 0 ? [] : new byte[cells.Length];
        for (var at = 0; at < cells.Length; at++)
        {
            _plain[at] = (byte)cells[at].Rune;
        }
    }

    public int Length => _plain?.Length ?? _cells?.Length ?? 0;

    /// <summary>The line as it was on the screen, as long as it is.</summary>
    public ScreenRow Row()
    {
        var row = new ScreenRow(Length);
        for (var column = 0; column < _cells?.Length; column++)
        {
            row.Cells[column] = _cells[column];
        }

        if (_plain is not null)
        {
            row.Put(0, _plain, default);
        }

        return row;
    }
}
