using System.Security.Cryptography;

namespace Dxflow.Foundation.Streams;

/// <summary>
/// SHA-256 of bytes that pass, which costs as much as all else that is done to them: it is summed up on another thread, while they are
/// written or sent and the next are fetched. One caller at a time.
/// </summary>
internal sealed class PassingSum : IDisposable
{
    /// <summary>Less is summed up sooner than another thread is woken.</summary>
    private const int AsideBytesMin = 32 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Task _summing = Task.CompletedTask;

    /// <summary>Bytes that were added.</summary>
    public long Length { get; private set; }

    /// <summary>The bytes have to stay as they are until the next call, or <see cref="SettleAsync"/>, has ended.</summary>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> bytes)
    {
        await _summing;
        Length += bytes.Length;
        if (bytes.Length < AsideBytesMin)
        {
            _hash.AppendData(bytes.Span);
        }
        else
        {
            _summing = Task.Run(() => _hash.AppendData(bytes.Span));
        }
    }

    /// <summary>All that was added is in the sum, and nothing of it is needed any more.</summary>
    public Task SettleAsync() => _summing;

    /// <summary>The sum of what was added, 64 hexadecimal digits; more may follow. It has to be settled.</summary>
    public string Current() => _summing.IsCompleted
        ? Convert.ToHexStringLower(_hash.GetCurrentHash())
        : throw new InvalidOperationException("the sum is not settled");

    /// <summary>It has to be settled.</summary>
    public void Dispose() => _hash.Dispose();
}
