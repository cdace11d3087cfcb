namespace Dxflow.Shells.Screens;

/// <summary>What has left a screen at its top, the latest last; bounded in lines and in cells.</summary>
internal sealed class ScrollBack
{
    public const int LinesMax = 2_000;

    /// <summary>32 bytes each, but for plain text.</summary>
    private const int CellsMax = 160_000;

    private readonly Queue<ScrolledLine> _lines = [];
    private int _cells;

    public IReadOnlyCollection<ScrolledLine> Lines => _lines;

    public void Add(ScreenRow row)
    {
        var line = new ScrolledLine(row);
        _lines.Enqueue(line);
        _cells += line.Length;
        while (_lines.Count > LinesMax || _cells > CellsMax)
        {
            _cells -= _lines.Dequeue().Length;
        }
    }

    public void Clear()
    {
        _lines.Clear();
        _cells = 0;
    }
}
