using Dxflow.Foundation.Streams;

namespace Dxflow.Artifacts.Fetching;

/// <summary>
/// The bytes of an answer as they come: neither more of them than may be nor slower. What ends early, comes too slowly or is too much is an
/// <see cref="IOException"/> of its reads.
/// </summary>
internal sealed class FetchedContent(Stream answer, long bytesMax, TimeProvider time, CancellationToken over) : ForwardStream
{
    /// <summary>Nothing at all may come for this long.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var silence = new CancellationTokenSource(SilenceMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token, over);
        try
        {
            var read = await answer.ReadAsync(buffer, either.Token);
            _read += read;
            return _read <= bytesMax ? read : throw new IOException($"it has more than {bytesMax} bytes");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException(over.IsCancellationRequested ? "it takes too long" : $"nothing came for {SilenceMax.TotalSeconds:0} s");
        }
        catch (HttpRequestException broken)
        {
            throw new IOException($"it broke off after {_read} bytes: {broken.Message}", broken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            answer.Dispose();
        }

        base.Dispose(disposing);
    }
}
