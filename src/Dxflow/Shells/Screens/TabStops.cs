namespace Dxflow.Shells.Screens;

/// <summary>The columns at which a tab stops; at first every eighth.</summary>
internal sealed class TabStops
{
    private const int Usual = 8;

    private bool[] _stops;

    public TabStops(int columns)
    {
        _stops = [];
        Resize(columns);
    }

    public bool AreUsual => _stops.Index().All(static stop => stop.Item == IsUsual(stop.Index));

    public IEnumerable<int> All => _stops.Index().Where(static stop => stop.Item).Select(static stop => stop.Index);

    public int Next(int column)
    {
        do
        {
            column++;
        }
        while (column < _stops.Length && !_stops[column]);
        return Math.Min(column, _stops.Length - 1);
    }

    public int Before(int column)
    {
        do
        {
            column--;
        }
        while (column > 0 && !_stops[column]);
        return Math.Max(column, 0);
    }

    public void Set(int column, bool stops) => _stops[column] = stops;

    public void Clear() => Array.Clear(_stops);

    public void Resize(int columns)
    {
        var known = _stops.Length;
        Array.Resize(ref _stops, columns);
        for (var column = known; column < columns; column++)
        {
            _stops[column] = IsUsual(column);
        }
    }

    private static bool IsUsual(int column) => column > 0 && column % Usual == 0;
}
