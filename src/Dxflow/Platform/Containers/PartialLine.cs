using System.Globalization;
using System.Text;
using Dxflow.Runtimes.Containers.Api;

namespace Dxflow.Platform.Containers;

/// <summary>
/// The part of a line that has come so far on one of a container's two streams. The time stands before each frame, and on a terminal,
/// which has no frames, before each line.
/// </summary>
internal sealed class PartialLine(bool error, bool isTerminal)
{
    /// <summary>What is longer is cut there: whoever writes without an end does not fill the engine.</summary>
    public const int LineBytesMax = 256 << 10;

    private readonly MemoryStream _bytes = new();
    private DateTimeOffset? _at;

    public List<ContainerLine> Take(FramePiece piece)
    {
        var lines = new List<ContainerLine>();
        var left = piece.Bytes.Span;
        if (piece.Begins && !isTerminal)
        {
            left = left[TakeTime(left)..];
        }

        while (left.Length > 0)
        {
            var newline = left.IndexOf((byte)'\n');
            var part = newline < 0 ? left : left[..newline];
            _bytes.Write(part[..(int)Math.Min(part.Length, LineBytesMax - _bytes.Length)]);
            if (newline < 0)
            {
                break;
            }

            lines.Add(Cut());
            left = left[(newline + 1)..];
        }

        return lines;
    }

    /// <summary>What was left without a newline; null if nothing was.</summary>
    public ContainerLine? Rest() => _bytes.Length > 0 ? Cut() : null;

    private ContainerLine Cut()
    {
        ReadOnlySpan<byte> line = _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);
        if (isTerminal)
        {
            line = line[TakeTime(line)..];
        }

        var cut = new ContainerLine(_at, error, Encoding.UTF8.GetString(line).TrimEnd('\r'));
        _bytes.SetLength(0);
        _at = null;
        return cut;
    }

    /// <summary>The length of the time in front; the first of a line is the line's.</summary>
    private int TakeTime(ReadOnlySpan<byte> bytes)
    {
        var space = bytes.IndexOf((byte)' ');
        if (space <= 0 || !DateTimeOffset.TryParse(
            Encoding.ASCII.GetString(bytes[..space]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return 0;
        }

        _at ??= at;
        return space + 1;
    }
}
