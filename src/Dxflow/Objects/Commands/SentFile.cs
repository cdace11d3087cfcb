using System.Security.Cryptography;
using Dxflow.Foundation.Streams;
using Dxflow.Operations;

namespace Dxflow.Objects.Commands;

/// <summary>
/// A file that is being sent: read from wherever it goes on, and summed up from its beginning, each byte once, whatever is read twice. What
/// is read stays in the reader's buffer until it reads again; <paramref name="sent"/> hears how far it is. The file is the caller's.
/// </summary>
internal sealed class SentFile(Stream content, Action<long> sent) : ForwardStream
{
    private const int PartBytes = 256 * 1024;

    private readonly PassingSum _sum = new();
    private readonly long _length = content.Length;
    private string? _whole;

    /// <summary>When it was opened; whoever makes it shorter or longer meanwhile is found out by its checksum.</summary>
    public override long Length => _length;

    /// <summary>To be read from there; what is before it is in the sum then.</summary>
    public async Task SeekAsync(long position, CancellationToken cancel)
    {
        content.Position = _sum.Length;
        var part = new byte[Math.Min(PartBytes, Math.Max(0, position - _sum.Length))];
        while (_sum.Length < position)
        {
            var read = await content.ReadAsync(part.AsMemory(0, (int)Math.Min(part.Length, position - _sum.Length)), cancel);
            await _sum.AddAsync(part.AsMemory(0, read > 0 ? read : throw Shorter()));
            await _sum.SettleAsync();
        }

        content.Position = position;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _sum.SettleAsync();
        var at = content.Position;
        var read = await content.ReadAsync(buffer, cancellationToken);
        if (at + read > _sum.Length)
        {
            await _sum.AddAsync(buffer[(int)(_sum.Length - at)..read]);
        }

        sent(at);
        return read;
    }

    /// <summary>So many bytes, all of them.</summary>
    public async Task<byte[]> NextAsync(int count, CancellationToken cancel)
    {
        var next = new byte[count];
        return await ReadAtLeastAsync(next, count, throwOnEndOfStream: false, cancel) == count ? next : throw Shorter();
    }

    /// <summary>Of what has been read, from the beginning.</summary>
    public async Task<string> Sha256Async()
    {
        await _sum.SettleAsync();
        return _sum.Current();
    }

    /// <summary>Of all of the file, which is read for it once.</summary>
    public async Task<string> WholeAsync(CancellationToken cancel)
    {
        content.Position = 0;
        return _whole ??= Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
    }

    private static Fault Shorter() => Fault.Invalid(
        "the file has become shorter while it was sent", "send it again when nobody writes to it");

    protected override void Dispose(bool disposing)
    {
        if (disposing && _sum.SettleAsync().IsCompleted)
        {
            _sum.Dispose();
        }

        base.Dispose(disposing);
    }
}
