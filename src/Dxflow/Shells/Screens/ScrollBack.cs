namespace Dxflow.Shells.Screens;

/// <summary>What has left a screen at its top, the latest last; bounded in lines and in cells.</summary>
internal sealed class ScrollBack
{
    public const int LinesMax = 2_000;

    /// <summary>32 bytes each.</summary>
    private const int CellsMax = 160_000;

    private readonly Queue<ScreenRow> _lines = [];
    private int _cells;

    public IReadOnlyCollection<ScreenRow> Lines => _lines;

    /// <summary>The row belongs to this from now on.</summary>
    public void Add(ScreenRow row)
    {
        row.Trim();
        _lines.Enqueue(row);
        _cells += row.Cells.Length;
        while (_lines.Count > LinesMax || _cells > CellsMax)
        {
            _cells -= _lines.Dequeue().Cells.Length;
        }
    }

    public void Clear()
    {
        _lines.Clear();
        _cells = 0;
    }
}
