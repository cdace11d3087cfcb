using Dxflow.Foundation.Terminals;
using Dxflow.Shells.Holding.Wire;

namespace Dxflow.Shells.Holding;

/// <summary>
/// Somebody who looks on, as the shell sees them: a position in what was shown, and nothing that could grow. All of it belongs to the
/// shell's lock, but for <see cref="News"/>.
/// </summary>
internal sealed class Viewer(ViewerTerms terms, TerminalSize? window)
{
    public string Who => terms.Who;

    public bool Types => terms.Types;

    /// <summary>One that records: nobody is told of it, and it takes nobody's place.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Null: as large as the shell.</summary>
    public TerminalSize? Window { get; set; } = window;

    /// <summary>What was shown up to here is known there.</summary>
    public long Position { get; set; }

    /// <summary>Their terminal has to be painted before anything else.</summary>
    public bool NeedsPaint { get; set; } = true;

    /// <summary>Lines before the screen, the first time; null from then on.</summary>
    public int? History { get; set; } = terms.History;

    /// <summary>The number of the last notice that they were given.</summary>
    public int Noticed { get; set; }

    public bool IsTold { get; set; }

    /// <summary>Released when there may be something new.</summary>
    public SemaphoreSlim News { get; } = new(1, 1);

    public void Wake()
    {
        if (News.CurrentCount == 0)
        {
            try
            {
                News.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody was quicker, which is as good.
            }
        }
    }
}
