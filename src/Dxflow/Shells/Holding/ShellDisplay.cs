using Dxflow.Foundation.Terminals;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Shells.Screens;
using Dxflow.Shells.Screens.Sequences;

namespace Dxflow.Shells.Holding;

/// <summary>One thing for a viewer: bytes for their terminal and the position behind them, or a notice.</summary>
internal readonly record struct ViewerPiece(byte[]? Bytes, long Position, bool Paints, ShellNotice? Notice);

/// <summary>
/// What a shell shows, and to whom. Each viewer is a position in what was shown, never a queue: one who is slow, or whose window has
/// another size, is painted the screen as it is now, so that nobody makes the program wait and nothing grows.
/// <list type="number">
/// <item>The size is the smallest window of those who type; without any it stays. Whoever only watches has no say.</item>
/// <item>After a change of size everybody is painted anew: where lines break has changed.</item>
/// <item>The notice that it has ended comes after everything that was shown.</item>
/// </list>
/// </summary>
internal sealed class ShellDisplay
{
    public const int ViewersMax = 64;
    private const int PieceBytesMax = 32 * 1024;
    private const int FedBytesMax = 1_024;

    private readonly Lock _gate = new();
    private readonly Action<TerminalSize> _resized;
    private readonly Screen _screen;
    private readonly SequenceParser _parser;
    private readonly OutputRing _ring = new();
    private readonly List<Viewer> _viewers = [];
    private long _resizedAt;
    private int _notice = 1;
    private ShellEnd? _end;

    /// <param name="size">At first.</param>
    /// <param name="resized">Tells the program; called one after the other.</param>
    public ShellDisplay(TerminalSize size, Action<TerminalSize> resized)
    {
        _resized = resized;
        _screen = new Screen(size);
        _parser = new SequenceParser(_screen);
    }

    /// <summary>
    /// Takes what the program wrote; what it asked of its terminal is answered by what this returns. Nobody learns of it before
    /// <see cref="Wake"/>.
    /// </summary>
    public byte[] Show(ReadOnlySpan<byte> output)
    {
        lock (_gate)
        {
            while (output.Length > 0)
            {
                // In pieces: a few bytes can ask for a line full of others.
                var piece = output[..Math.Min(output.Length, FedBytesMax)];
                output = output[piece.Length..];
                _parser.Feed(piece);
                _ring.Add(_parser.Passed.WrittenSpan);
                _parser.ForgetPassed();
            }

            var answers = _screen.Answers.WrittenSpan.ToArray();
            _screen.Answers.ResetWrittenCount();
            return answers;
        }
    }

    /// <summary>There is something new to be seen.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            WakeAll();
        }
    }

    /// <summary>Null: there are as many as there can be.</summary>
    public Viewer? Join(ViewerTerms terms)
    {
        lock (_gate)
        {
            if (_viewers.Count(static one => !one.IsHidden) >= ViewersMax)
            {
                return null;
            }

            var viewer = new Viewer(terms, terms is { Rows: { } rows, Columns: { } columns } ? Screen.Fit(new(rows, columns)) : null);
            _viewers.Add(viewer);
            AgreeOnSize();
            if (terms.After is { } seen && seen >= Math.Max(_ring.Start, _resizedAt) && seen <= _ring.End && HasItsSize(viewer))
            {
                (viewer.Position, viewer.NeedsPaint, viewer.History) = (seen, false, null);
            }

            Announce();
            return viewer;
        }
    }

    /// <summary>Whoever records: shown the screen as it is, as large as it is, and then all that is shown.</summary>
    public Viewer Observe()
    {
        lock (_gate)
        {
            var viewer = new Viewer(new ViewerTerms("", Types: false), null) { IsHidden = true, History = null };
            _viewers.Add(viewer);
            return viewer;
        }
    }

    public void Leave(Viewer viewer)
    {
        lock (_gate)
        {
            _viewers.Remove(viewer);
            if (!viewer.IsHidden)
            {
                AgreeOnSize();
                Announce();
            }
        }
    }

    public void SetWindow(Viewer viewer, TerminalSize window)
    {
        lock (_gate)
        {
            viewer.Window = Screen.Fit(window);
            viewer.NeedsPaint = true;
            AgreeOnSize();
            viewer.Wake();
        }
    }

    /// <summary>What this viewer is owed next; null: nothing, until they are woken.</summary>
    public ViewerPiece? Next(Viewer viewer)
    {
        lock (_gate)
        {
            if (viewer.Noticed != _notice && _end is null)
            {
                viewer.Noticed = _notice;
                return new ViewerPiece(null, 0, false, Notice());
            }

            if (viewer.NeedsPaint || viewer.Position < _ring.Start || (!HasItsSize(viewer) && viewer.Position < _ring.End))
            {
                return Paint(viewer);
            }

            if (viewer.Position < _ring.End)
            {
                var bytes = _ring.After(viewer.Position, PieceBytesMax);
                viewer.Position += bytes.Length;
                return new ViewerPiece(bytes, viewer.Position, false, null);
            }

            if (_end is null || viewer.IsTold)
            {
                return null;
            }

            viewer.IsTold = true;
            return new ViewerPiece(null, 0, false, Notice());
        }
    }

    /// <summary>Whether what this viewer gets is bytes as they come; otherwise it is pictures, and fewer of them are enough.</summary>
    public bool IsInStep(Viewer viewer)
    {
        lock (_gate)
        {
            return HasItsSize(viewer);
        }
    }

    public void End(ShellEnd end)
    {
        lock (_gate)
        {
            _end = end;
            WakeAll();
        }
    }

    public HeldState State(string id, DateTimeOffset active, string? recording = null)
    {
        lock (_gate)
        {
            return new HeldState(
                id, _screen.Size.Rows, _screen.Size.Columns, _ring.End, active, Who(), _screen.Title, _end, recording);
        }
    }

    public TerminalSize Size
    {
        get
        {
            lock (_gate)
            {
                return _screen.Size;
            }
        }
    }

    /// <summary>The lines of the screen as text, those at its end that are empty left out.</summary>
    public IReadOnlyList<string> Lines()
    {
        lock (_gate)
        {
            var lines = Enumerable.Range(0, _screen.Size.Rows).Select(row => _screen.Active[row].Text()).ToList();
            return lines[..(lines.FindLastIndex(static line => line.Length > 0) + 1)];
        }
    }

    private bool HasItsSize(Viewer viewer) => viewer.Window is null || viewer.Window == _screen.Size;

    private ViewerPiece Paint(Viewer viewer)
    {
        var picture = HasItsSize(viewer)
            ? ScreenPainter.Whole(_screen, viewer.History)
            : ScreenPainter.Part(_screen, viewer.Window!.Value);
        (viewer.Position, viewer.NeedsPaint, viewer.History) = (_ring.End, false, null);
        return new ViewerPiece(System.Text.Encoding.UTF8.GetBytes(picture), viewer.Position, true, null);
    }

    private void AgreeOnSize()
    {
        var windows = _viewers.Where(static one => one.Types).Select(static one => one.Window).OfType<TerminalSize>().ToList();
        var size = windows.Count == 0 ? _screen.Size : new TerminalSize(windows.Min(one => one.Rows), windows.Min(one => one.Columns));
        if (size == _screen.Size || _end is not null)
        {
            return;
        }

        _screen.Resize(size);
        _resizedAt = _ring.End;
        _resized(size);
        _viewers.ForEach(static viewer => viewer.NeedsPaint = true);
        Announce();
    }

    private void Announce()
    {
        _notice++;
        WakeAll();
    }

    private void WakeAll() => _viewers.ForEach(static viewer => viewer.Wake());

    private IReadOnlyList<HeldViewer> Who() =>
        [.. _viewers.Where(static one => !one.IsHidden).Select(static one => new HeldViewer(one.Who, one.Types))];

    private ShellNotice Notice() => new(_screen.Size.Rows, _screen.Size.Columns, Who(), _end);
}
