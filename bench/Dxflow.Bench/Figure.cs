using System.Globalization;

namespace Dxflow.Bench;

/// <summary>
/// One line of a benchmark: ours beside a peer or a physical floor, measured in the same run and in turns, so that whatever else the
/// machine does meets both alike. The ratio is ours over the peer's; whether more or less is better is told by the unit.
/// </summary>
internal static class Figure
{
    public static void Print(string name, double ours, double peer, string unit) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name} ours={Short(ours)}{unit} peer={Short(peer)}{unit} ratio={Short(ours / peer)}"));

    /// <summary>Where there is no peer, but a promise.</summary>
    public static void PrintAim(string name, double ours, double aim, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} ours={Short(ours)}{unit} aim={Short(aim)}{unit}"));

    /// <summary>Both in turns, several times; the median of each.</summary>
    public static (double Ours, double Peer) Alternate(int rounds, Func<double> ours, Func<double> peer)
    {
        var (mine, theirs) = (new List<double>(rounds), new List<double>(rounds));
        for (var round = 0; round < rounds; round++)
        {
            mine.Add(ours());
            theirs.Add(peer());
        }

        return (Median(mine), Median(theirs));
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static string Short(double value) =>
        Math.Abs(value) >= 100 ? value.ToString("F0", CultureInfo.InvariantCulture) : value.ToString("G3", CultureInfo.InvariantCulture);
}
