using System.IO.Pipelines;
using System.Net;

namespace Dxflow.Tests.Surfaces.Grpc;

/// <summary>A body whose messages a test sends one by one; never ended by itself.</summary>
internal sealed class ManualContent : HttpContent
{
    private readonly Pipe _pipe = new();

    public async Task WriteAsync(byte[] message) => await _pipe.Writer.WriteAsync(SampleClient.Frame(message));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        // The head goes out before anything is written, and each message by itself.
        await stream.FlushAsync();
        while (true)
        {
            var read = await _pipe.Reader.ReadAsync();
            foreach (var part in read.Buffer)
            {
                await stream.WriteAsync(part);
            }

            await stream.FlushAsync();
            _pipe.Reader.AdvanceTo(read.Buffer.End);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
