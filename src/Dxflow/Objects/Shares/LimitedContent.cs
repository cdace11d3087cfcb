using Dxflow.Foundation.Streams;
using Dxflow.Operations;

namespace Dxflow.Objects.Shares;

/// <summary>What comes through a link, as long as <paramref name="take"/> has room for it.</summary>
internal sealed class LimitedContent(Stream inner, Func<int, bool> take) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return take(read) ? read
            : throw new Fault(FaultKind.Exhausted, "this link takes no more bytes", "nothing of the file was kept; ask for another link");
    }
}
