using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Dxflow.Foundation.Protobuf;
using Dxflow.Surfaces.Grpc.Protobuf;

namespace Dxflow.Surfaces.Grpc.Frames;

/// <summary>
/// Puts messages into an answer, never compressed. Nothing is sent before <see cref="FlushAsync"/>, which waits for slow clients.
/// </summary>
internal sealed class FrameWriter(PipeWriter pipe, CancellationToken closed)
{
    /// <summary>Enough to be worth a write, little enough to be smooth.</summary>
    private const int UnflushedBytesMax = 32 * 1024;
    private const int PrefixBytes = 5;

    public bool IsFull => pipe.UnflushedBytes >= UnflushedBytesMax;

    public void Write(ProtoWriter message)
    {
        var prefix = pipe.GetSpan(PrefixBytes);
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)message.Length);
        pipe.Advance(PrefixBytes);
        pipe.Write(message.Written.Span);
    }

    public async ValueTask FlushAsync() => await pipe.FlushAsync(closed);
}
