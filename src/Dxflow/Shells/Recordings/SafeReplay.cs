using System.Text;
using Dxflow.Foundation.Terminals;
using Dxflow.Shells.Screens;
using Dxflow.Shells.Screens.Sequences;

namespace Dxflow.Shells.Recordings;

/// <summary>
/// What of a recording is written to the terminal of whoever plays it: what a shell would have shown them. A recording has nothing else in
/// it as it is made; this holds for one that somebody has changed, or that another engine gave. A terminal that asks nothing is told
/// nothing, and its clipboard is its own.
/// </summary>
internal sealed class SafeReplay
{
    private readonly Screen _screen;
    private readonly SequenceParser _parser;

    public SafeReplay(CastHeader header)
    {
        _screen = new Screen(new TerminalSize(header.Height, header.Width));
        _parser = new SequenceParser(_screen);
    }

    /// <summary>Bytes for a terminal; of what is nothing to see, none.</summary>
    public ReadOnlyMemory<byte> Of(CastEvent happened)
    {
        if (happened.Size() is { } size)
        {
            _screen.Resize(new TerminalSize(size.Rows, size.Columns));
        }

        if (happened.Kind != CastEvent.Output)
        {
            return default;
        }

        _parser.Feed(Encoding.UTF8.GetBytes(happened.Text));
        var passed = _parser.Passed.WrittenSpan.ToArray();
        _parser.ForgetPassed();
        _screen.Answers.ResetWrittenCount();
        return passed;
    }
}
