using Dxflow.Foundation.Streams;

namespace Dxflow.Artifacts.Packing;

/// <summary>The content of an entry whose archive says its CRC-32: one that has it not is damaged, says the last read.</summary>
internal sealed class CheckedContent(Stream content, uint wanted) : ForwardStream
{
    private uint _sum;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer, cancellationToken);
        _sum = Crc32.Continue(_sum, buffer.Span[..read]);
        return read > 0 || buffer.IsEmpty || _sum == wanted ? read
            : throw new InvalidDataException("a file in it does not have the checksum that it says");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
