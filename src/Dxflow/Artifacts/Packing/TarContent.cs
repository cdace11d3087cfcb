using Dxflow.Foundation.Streams;

namespace Dxflow.Artifacts.Packing;

/// <summary>The content of one entry, as a stream that ends where it does. An archive that ends before it is an error.</summary>
internal sealed class TarContent(Stream archive, long length) : ForwardStream
{
    private const int PassBytes = 64 * 1024;
    private long _read;

    public override long Length => length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = (int)Math.Min(buffer.Length, length - _read);
        var read = wanted == 0 ? 0 : await archive.ReadAsync(buffer[..wanted], cancellationToken);
        _read += read > 0 || wanted == 0 ? read : throw new EndOfStreamException("it ends in the middle of a file");
        return read;
    }

    /// <summary>Reads what nobody wanted.</summary>
    public async ValueTask PassAsync(CancellationToken cancel)
    {
        if (_read < length)
        {
            var nowhere = new byte[PassBytes];
            while (await ReadAsync(nowhere, cancel) > 0)
            {
            }
        }
    }
}
