using System.Globalization;
using Dxflow.Foundation.Terminals;

namespace Dxflow.Surfaces.Cli.Terminals;

/// <summary>
/// Which ends are terminals, how wide, and whether colour is wanted (<c>NO_COLOR</c>, <c>TERM=dumb</c>). <see cref="Columns"/> is
/// what <c>COLUMNS</c> says, else the terminal's, and 0 where there is none: nothing is shortened then.
/// </summary>
internal sealed record TerminalFacts(bool InputIsTerminal, bool OutputIsTerminal, bool ErrorIsTerminal, int Columns, bool Colour)
{
    private const int ColumnsMin = 20;
    private const int ColumnsUnknown = 80;
    private const int ColumnsMax = 10_000;

    public static readonly TerminalFacts None = new(false, false, false, 0, false);

    public static TerminalFacts OfProcess()
    {
        // The kernel is asked, not the framework's console, which takes four milliseconds to be made.
        var output = TerminalCalls.IsTerminal(1);
        var colour = output
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new TerminalFacts(
            TerminalCalls.IsTerminal(0),
            output,
            TerminalCalls.IsTerminal(2),
            Wished() ?? (output ? Math.Max(TerminalCalls.SizeOf(1)?.Columns ?? ColumnsUnknown, ColumnsMin) : 0),
            colour);
    }

    /// <summary><c>COLUMNS</c>, where somebody has set it for us, is a wish, also where there is no terminal.</summary>
    private static int? Wished() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
        && columns is >= ColumnsMin and <= ColumnsMax
            ? columns
            : null;
}
