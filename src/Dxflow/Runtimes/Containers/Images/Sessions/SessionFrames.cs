using System.Buffers.Binary;
using Dxflow.Foundation.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Runtimes.Containers.Images.Sessions;

/// <summary>
/// Messages on one call of a session: one byte that says that it is not compressed, four of its length, the message. What a daemon asks
/// for is short.
/// </summary>
internal sealed class SessionFrames(HttpContext context)
{
    public const int MessageBytesMax = 1 << 20;
    private const int PrefixBytes = 5;

    /// <summary>Null when the other side has said all.</summary>
    /// <exception cref="SessionRefusal">What came is no message.</exception>
    public async ValueTask<byte[]?> ReadAsync()
    {
        var prefix = new byte[PrefixBytes];
        var body = context.Request.Body;
        var read = await body.ReadAtLeastAsync(prefix, PrefixBytes, throwOnEndOfStream: false, context.RequestAborted);
        if (read == 0)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix.AsSpan(1));
        if (read < PrefixBytes || prefix[0] != 0 || length > MessageBytesMax)
        {
            throw new SessionRefusal(SessionRefusal.Invalid, "That is no message of gRPC that is taken here.");
        }

        var message = new byte[length];
        return await body.ReadAtLeastAsync(message, message.Length, throwOnEndOfStream: false, context.RequestAborted) == message.Length
            ? message : throw new SessionRefusal(SessionRefusal.Invalid, "A message ends early.");
    }

    public async ValueTask WriteAsync(ProtoWriter message)
    {
        var frame = new byte[PrefixBytes + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.Written.CopyTo(frame.AsMemory(PrefixBytes));
        await context.Response.Body.WriteAsync(frame, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
