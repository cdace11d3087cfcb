using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Dxflow.Surfaces.Http.Listening;

/// <summary>
/// What one connection of HTTP/2 may ask of us. The server refuses streams beyond <see cref="StreamsMax"/>, those among them that were
/// reset and are not done with; a head, however many CONTINUATION frames it comes in, is cut at <see cref="HeadBytesMax"/>.
/// </summary>
internal static class Http2Bounds
{
    public const int StreamsMax = 100;
    public const int HeadBytesMax = 32 * 1024;
    private const int HeaderBytesMax = 16 * 1024;
    private const int FrameBytesMax = 16 * 1024;
    private const int StreamWindowBytes = 256 * 1024;
    private const int ConnectionWindowBytes = 1024 * 1024;
    private static readonly TimeSpan PingAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PingAnswerMax = TimeSpan.FromDays(1);

    public static void Set(KestrelServerLimits limits)
    {
        limits.MaxRequestHeadersTotalSize = HeadBytesMax;
        limits.Http2.MaxStreamsPerConnection = StreamsMax;
        limits.Http2.MaxRequestHeaderFieldSize = HeaderBytesMax;
        limits.Http2.MaxFrameSize = FrameBytesMax;
        limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
        limits.Http2.InitialConnectionWindowSize = ConnectionWindowBytes;

        // A silent stream has no heartbeats of its own: a peer that is gone is found since TCP cannot deliver the ping. One that is
        // only stopped (a pager, Ctrl-Z) may take its time.
        limits.Http2.KeepAlivePingDelay = PingAfter;
        limits.Http2.KeepAlivePingTimeout = PingAnswerMax;

        // Over HTTP/2 this cannot be lifted for a stream alone. Who is not known gets only short answers, which any buffer holds.
        limits.MinResponseDataRate = null;
    }
}
