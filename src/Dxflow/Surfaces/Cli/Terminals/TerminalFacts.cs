using Dxflow.Foundation.Files;

namespace Dxflow.Surfaces.Cli.Terminals;

/// <summary>
/// Which ends are terminals, how wide, and whether colour is wanted (<c>NO_COLOR</c>, <c>TERM=dumb</c>). <see cref="Columns"/> is 0
/// where there is no terminal: nothing is shortened then.
/// </summary>
internal sealed record TerminalFacts(bool InputIsTerminal, bool OutputIsTerminal, bool ErrorIsTerminal, int Columns, bool Colour)
{
    public static readonly TerminalFacts None = new(false, false, false, 0, false);

    public static TerminalFacts OfProcess()
    {
        // The kernel is asked, not the framework's console, which takes four milliseconds to be made.
        var output = FileCalls.IsTerminal(1);
        var colour = output
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new TerminalFacts(
            FileCalls.IsTerminal(0), output, FileCalls.IsTerminal(2), output ? Math.Max(Console.WindowWidth, 40) : 0, colour);
    }
}
