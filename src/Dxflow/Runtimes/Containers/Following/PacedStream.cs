using Dxflow.Foundation.Streams;

namespace Dxflow.Runtimes.Containers.Following;

/// <summary>
/// A stream that somebody writes to in small pieces, a line each, faster than it pays to be woken for: after a read that found little, the
/// next comes a moment later, when there is more. What comes alone comes at once.
/// </summary>
internal sealed class PacedStream(Stream inner, TimeProvider time) : ForwardStream
{
    /// <summary>Less than a connection's own buffer holds: it was emptied.</summary>
    private const int LittleBytes = 3 << 10;

    /// <summary>
    /// A socket holds some 280 small writes; Docker, which writes each line by itself, fills it in this time at its quickest.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private bool isEmptied;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isEmptied)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }

        var read = await inner.ReadAsync(buffer, cancellationToken);
        isEmptied = read < Math.Min(LittleBytes, buffer.Length);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
