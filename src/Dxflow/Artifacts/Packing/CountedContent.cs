using Dxflow.Foundation.Streams;

namespace Dxflow.Artifacts.Packing;

/// <summary>Tells how many bytes came with each read, before anybody has them.</summary>
internal sealed class CountedContent(Stream content, Action<int> read) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await content.ReadAsync(buffer, cancellationToken);
        read(length);
        return length;
    }
}
