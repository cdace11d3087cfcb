using System.Globalization;
using System.Text;
using Dxflow.Operations;
using Dxflow.Shells.Holding.Wire;
using Dxflow.Shells.Recordings;

namespace Dxflow.Shells.Holding;

/// <summary>
/// A recording of a shell: a viewer that nobody sees and that writes what it is shown into a file. So it begins with the screen as it is,
/// has only what reaches terminals that look on (no question of a program to its terminal, no clipboard), never makes the program wait,
/// and where the disk is too slow has the screen as it was then instead of all that led there. It ends with the shell, when it is told to,
/// at its size, or with the disk.
/// </summary>
internal sealed class Recorder
{
    private readonly RecordTerms _terms;
    private readonly ShellDisplay _display;
    private readonly CastFile _file;
    private readonly TimeProvider _time;
    private readonly Viewer _viewer;
    private readonly long _began;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Decoder _shown = Encoding.UTF8.GetDecoder();
    private readonly Decoder _typed = Encoding.UTF8.GetDecoder();
    private (int Rows, int Columns) _size;
    private string _viewers = "";
    private bool _isOver;

    /// <param name="terms">What was asked for.</param>
    /// <param name="display">What is recorded.</param>
    /// <param name="file">Belongs to this from now on.</param>
    /// <param name="time">The clock.</param>
    public Recorder(RecordTerms terms, ShellDisplay display, CastFile file, TimeProvider time)
    {
        (_terms, _display, _file, _time) = (terms, display, file, time);
        _size = (terms.Header.Height, terms.Header.Width);
        _began = time.GetTimestamp();
        _viewer = display.Observe();
        Ended = RunAsync();
    }

    public string Name => _terms.Name;

    public bool IsOver => Volatile.Read(ref _isOver);

    /// <summary>Ends, and never fails, when the file is closed.</summary>
    public Task Ended { get; }

    /// <summary>The file of a recording that begins now; a fault if it cannot be made.</summary>
    public static CastFile Open(RecordTerms terms)
    {
        try
        {
            return CastFile.Create(terms.Path, terms.Header, terms.BytesMax);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Fault.Unavailable($"the recording cannot be written: {failure.Message}", "is the disk of the home full?");
        }
    }

    /// <summary>The header that a recording has whose screen is of this size now.</summary>
    public static RecordTerms Begin(RecordTerms terms, int rows, int columns, TimeProvider time) => terms with
    {
        Header = terms.Header with { Height = rows, Width = columns, Timestamp = time.GetUtcNow().ToUnixTimeSeconds() },
    };

    public void Typed(ReadOnlySpan<byte> bytes)
    {
        if (!_terms.Header.Dxflow.Input)
        {
            return;
        }

        var text = Text(_typed, bytes);
        lock (_gate)
        {
            Write(CastEvent.Input, text);
        }
    }

    public Task StopAsync()
    {
        _stopped.Cancel();
        return Ended;
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            while (!IsOver)
            {
                await _viewer.News.WaitAsync(_stopped.Token);
                Take();
            }
        }
        catch (OperationCanceledException)
        {
            // What was shown up to now is part of it.
            Take();
        }

        _display.Leave(_viewer);
        lock (_gate)
        {
            _isOver = true;
            _file.Dispose();
        }
    }

    private void Take()
    {
        lock (_gate)
        {
            while (!_isOver && _display.Next(_viewer) is { } piece)
            {
                if (piece.Notice is { } notice)
                {
                    Tell(notice);
                    continue;
                }

                if (piece.Paints)
                {
                    // What came before may have ended in the middle of a character.
                    _shown.Reset();
                }

                Write(CastEvent.Output, Text(_shown, piece.Bytes));
            }

            TryFlush();
        }
    }

    private void Tell(ShellNotice notice)
    {
        if (_size != (notice.Rows, notice.Columns))
        {
            _size = (notice.Rows, notice.Columns);
            Write(CastEvent.Resize, string.Create(CultureInfo.InvariantCulture, $"{notice.Columns}x{notice.Rows}"));
        }

        var viewers = string.Join(", ", notice.Viewers.Select(static one => one.Types ? one.Who : $"{one.Who} (watches)"));
        if (viewers != _viewers)
        {
            _viewers = viewers;
            Write(CastEvent.Marker, viewers.Length == 0 ? "nobody looks on" : viewers);
        }

        if (notice.End is { } end)
        {
            Write(CastEvent.Marker, string.Create(CultureInfo.InvariantCulture, $"ended with {end.Exit} ({end.Why})"));
            _isOver = true;
        }
    }

    /// <summary>Under the gate.</summary>
    private void Write(char kind, string text)
    {
        if (_isOver || text.Length == 0)
        {
            return;
        }

        var seconds = _time.GetElapsedTime(_began).TotalSeconds;
        try
        {
            if (!_file.TryWrite(new CastEvent(seconds, kind, text)))
            {
                _isOver = true;
                _file.WriteLast(new CastEvent(seconds, CastEvent.Marker, "the recording is as large as it may become and ends here"));
                _stopped.Cancel();
            }
        }
        catch (IOException)
        {
            // The disk is full or gone: there is nobody to tell, and the shell goes on.
            _isOver = true;
            _stopped.Cancel();
        }
    }

    private void TryFlush()
    {
        try
        {
            _file.Flush();
        }
        catch (IOException)
        {
            _isOver = true;
        }
    }

    private static string Text(Decoder decoder, ReadOnlySpan<byte> bytes)
    {
        var text = new char[decoder.GetCharCount(bytes, flush: false)];
        return new string(text, 0, decoder.GetChars(bytes, text, flush: false));
    }
}
