using System.Security.Cryptography;
using Dxflow.Operations;

namespace Dxflow.Objects.Incoming;

/// <summary>The checksum that a client sends with some bytes: <c>sha256 BASE64</c>, as tus writes it.</summary>
internal sealed class ChunkSum : IDisposable
{
    private readonly IncrementalHash _hash;
    private readonly byte[] _expected;

    private ChunkSum(HashAlgorithmName algorithm, byte[] expected) =>
        (_hash, _expected) = (IncrementalHash.CreateHash(algorithm), expected);

    /// <exception cref="Fault">The text is no checksum, or of a kind that is not had.</exception>
    public static ChunkSum? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var parts = text.Split(' ');
        var algorithm = parts[0] switch
        {
            "sha256" => HashAlgorithmName.SHA256,
            "sha1" => HashAlgorithmName.SHA1,
            _ => default(HashAlgorithmName?),
        };
        var bytes = new byte[64];
        return algorithm is { } known && parts.Length == 2
            && Convert.TryFromBase64String(parts[1], bytes, out var length)
            && length == (known == HashAlgorithmName.SHA1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes)
            ? new ChunkSum(known, bytes[..length])
            : throw Fault.Invalid("checksum: it has to be sha256 or sha1, a space, and its bytes in base64");
    }

    public void Add(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <exception cref="Fault">The bytes have another one.</exception>
    public void Check()
    {
        if (!_hash.GetHashAndReset().AsSpan().SequenceEqual(_expected))
        {
            const string detail = "what came is not what its checksum says";
            throw new Fault(FaultKind.Invalid, detail, "none of it was kept; send it again", new ChecksumException(detail));
        }
    }

    public void Dispose() => _hash.Dispose();
}
