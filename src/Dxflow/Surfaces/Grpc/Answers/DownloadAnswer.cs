using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Protobuf;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Grpc.Answers;

/// <summary>Bytes as a stream of messages: the first says what they are, each further one holds some.</summary>
internal static class DownloadAnswer
{
    private const int ChunkBytes = 64 * 1024;

    public static async Task WriteAsync(GrpcExchange exchange)
    {
        var request = await exchange.RequestAsync();
        var download = (Download)await exchange.Gate.CallAsync(exchange.Admission!, request, exchange.Extras(default));
        await using var content = download.Content;
        var type = WireJson.Default.DownloadChunk;
        exchange.Write(type, new DownloadChunk([], download.Length, download.MediaType, download.FileName, download.ETag));
        var bytes = exchange.Catalog.Types.Of(type).Find("bytes")!.Number;
        var chunk = new byte[ChunkBytes];
        var left = download.Length ?? long.MaxValue;
        while (left > 0)
        {
            var read = await content.ReadAsync(chunk.AsMemory(0, (int)Math.Min(chunk.Length, left)), exchange.Connection.Closed);
            if (read == 0)
            {
                break;
            }

            var message = new ProtoWriter();
            message.Bytes(bytes, chunk.AsSpan(0, read));
            exchange.Write(message);
            await exchange.FlushAsync();
            left -= read;
        }

        await exchange.FlushAsync();
        if (download.Length is not null && left > 0)
        {
            throw new IOException($"The source ended {left} bytes early.");
        }
    }
}
