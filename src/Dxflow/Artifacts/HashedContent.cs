using System.Security.Cryptography;
using Dxflow.Foundation.Streams;

namespace Dxflow.Artifacts;

/// <summary>Bytes that somebody sends, hashed as they are read; the stream below is the caller's.</summary>
internal sealed class HashedContent(Stream content) : ForwardStream
{
    private const int PassBytes = 64 * 1024;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..read]);
        return read;
    }

    /// <summary>Of all of it: what is left is read, since archives may end before what holds them.</summary>
    public async Task<string> Sha256Async(CancellationToken cancel)
    {
        var nowhere = new byte[PassBytes];
        while (await ReadAsync(nowhere, cancel) > 0)
        {
        }

        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
