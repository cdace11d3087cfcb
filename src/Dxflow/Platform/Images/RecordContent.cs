using System.Net;

namespace Dxflow.Platform.Images;

/// <summary>The records of a client as one body, passed on piece by piece as they come.</summary>
internal sealed class RecordContent(IAsyncEnumerable<BuildInput> records) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            await stream.WriteAsync(record.Bytes, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
