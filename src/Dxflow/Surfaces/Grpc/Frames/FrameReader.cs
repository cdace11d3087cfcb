using System.Buffers.Binary;
using System.IO.Compression;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Grpc.Frames;

/// <summary>
/// Takes messages off a request's body: one byte that says whether the message is compressed, four of its length, the message. A
/// length that is only claimed reserves nothing.
/// </summary>
internal sealed class FrameReader(Stream body, string encoding, CancellationToken closed)
{
    public const string Encodings = "identity,gzip";
    private const int PrefixBytes = 5;
    private const int StepBytes = 64 * 1024;

    private readonly byte[] _prefix = new byte[PrefixBytes];
    private readonly bool _isPacked = encoding switch
    {
        "" or "identity" => false,
        "gzip" => true,
        _ => throw GrpcRefusal.Encoding(encoding),
    };

    public CancellationToken Closed => closed;

    /// <summary>The next message; null when the client has said all.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(int bytesMax)
    {
        var read = await body.ReadAtLeastAsync(_prefix, PrefixBytes, throwOnEndOfStream: false, closed);
        if (read == 0)
        {
            return null;
        }

        if (read < PrefixBytes || _prefix[0] > 1)
        {
            throw Fault.Invalid("What came is no message of gRPC.", "Take a client of gRPC.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(_prefix.AsSpan(1));
        Limit(length, bytesMax);
        var message = await ContentAsync((int)length);
        return _prefix[0] == 0 ? message : Expand(message, bytesMax);
    }

    /// <summary>The one message of a call that has one.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> OnlyAsync(int bytesMax)
    {
        var only = await NextAsync(bytesMax) ?? throw GrpcRefusal.Messages("The call has no message.");
        return await NextAsync(bytesMax) is null ? only : throw GrpcRefusal.Messages("The call has more than one message.");
    }

    private async ValueTask<ReadOnlyMemory<byte>> ContentAsync(int length)
    {
        var content = new byte[Math.Min(length, StepBytes)];
        var at = 0;
        while (at < length)
        {
            if (at == content.Length)
            {
                Array.Resize(ref content, Math.Min(length, at * 2));
            }

            var read = await body.ReadAsync(content.AsMemory(at), closed);
            at += read > 0 ? read : throw Fault.Invalid($"A message ends {length - at} bytes early.");
        }

        return content;
    }

    private ReadOnlyMemory<byte> Expand(ReadOnlyMemory<byte> message, int bytesMax)
    {
        if (!_isPacked)
        {
            throw new GrpcRefusal(
                GrpcCode.Internal, new FaultInfo(FaultKind.Invalid, "A message is compressed, and grpc-encoding does not say how."));
        }

        try
        {
            using var packed = new GZipStream(new MemoryStream(message.ToArray(), writable: false), CompressionMode.Decompress);
            using var content = new MemoryStream();
            var step = new byte[StepBytes];
            for (var read = packed.Read(step); read > 0; read = packed.Read(step))
            {
                content.Write(step, 0, read);
                Limit(content.Length, bytesMax);
            }

            return content.GetBuffer().AsMemory(0, (int)content.Length);
        }
        catch (InvalidDataException broken)
        {
            throw new Fault(FaultKind.Invalid, "A message is not the gzip that it claims to be.", null, broken);
        }
    }

    private static void Limit(long bytes, int bytesMax)
    {
        if (bytes > bytesMax)
        {
            throw new Fault(FaultKind.Exhausted, $"A message of {bytes} bytes is more than the {bytesMax} that are taken.");
        }
    }
}
