using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dxflow.Operations;
using Dxflow.Surfaces.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dxflow.Surfaces.Http.WebSockets;

/// <summary>
/// How a request becomes a WebSocket: RFC 6455, and RFC 8441 where a browser already speaks HTTP/2. A browser cannot add headers to it, so
/// the token is one of the subprotocols that are offered (<c>dxflow.token.TOKEN</c>), never part of the URL. What is chosen is always
/// <c>dxflow.v1</c>, so the token is never said back. No extension is, compression above all: it would let a few bytes become many.
/// </summary>
internal static class SocketHandshake
{
    public const string Protocol = "dxflow.v1";
    public const string TokenPrefix = "dxflow.token.";
    private const string Name = "websocket";
    private const string Version = "13";
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KeyBytes = 16;

    /// <summary>Any other kind of upgrade is passed over, as HTTP allows.</summary>
    public static bool IsAsked(HttpContext context)
    {
        var connect = Connect(context);
        return connect is { IsExtendedConnect: true }
            ? Name.Equals(connect.Protocol, StringComparison.OrdinalIgnoreCase)
            : HttpMethods.IsGet(context.Request.Method)
                && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
                && context.Request.Headers.GetCommaSeparatedValues("Upgrade").Contains(Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Refuses what is no handshake of ours. A page in a browser sends its Origin, always: with <paramref name="isPrivate"/> (a Unix
    /// socket, where the kernel alone says who is calling) none is welcome, since somebody may have forwarded a port to it.
    /// </summary>
    public static void Check(HttpContext context, bool isPrivate)
    {
        var headers = context.Request.Headers;
        if (isPrivate && headers.Origin.Count > 0)
        {
            throw new HttpRefusal(403, new FaultInfo(
                FaultKind.Forbidden, "A page may not use this engine's Unix socket.", "Let it use an address that the engine listens on."));
        }

        if (headers.SecWebSocketVersion != Version)
        {
            throw new HttpRefusal(426, new FaultInfo(
                FaultKind.Invalid, $"Sec-WebSocket-Version must be {Version}.", "Use a WebSocket client of RFC 6455."))
            {
                WebSocketVersion = Version,
            };
        }

        var key = headers.SecWebSocketKey.ToString();
        if (Connect(context) is not { IsExtendedConnect: true } && !(Base64.IsValid(key, out var bytes) && bytes == KeyBytes))
        {
            throw Fault.Invalid($"Sec-WebSocket-Key must be {KeyBytes} bytes in base64.", "Use a WebSocket client of RFC 6455.");
        }

        if (!Offered(context.Request).Contains(Protocol, StringComparer.Ordinal))
        {
            throw Fault.Invalid($"The subprotocol {Protocol} was not offered.", $"Send Sec-WebSocket-Protocol: {Protocol}.");
        }
    }

    /// <summary>Offered as a subprotocol, or in the header that other clients use; null: none.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        var shown = Offered(request).Where(static one => one.StartsWith(TokenPrefix, StringComparison.Ordinal)).ToList();
        return shown.Count == 0
            ? BearerToken.Of(request)
            : shown.Count == 1 && request.Headers.Authorization.Count == 0
                ? shown[0][TokenPrefix.Length..]
                : throw new Fault(FaultKind.Unauthenticated, "More than one token was shown.", "Show one.");
    }

    /// <summary>From here on the connection speaks WebSocket, and an answer in HTTP can no longer be given.</summary>
    public static async Task<Stream> AcceptAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.SecWebSocketProtocol = Protocol;
        if (Connect(context) is { IsExtendedConnect: true } connect)
        {
            return await connect.AcceptAsync();
        }

        headers.Connection = "Upgrade";
        headers.Upgrade = Name;
        headers.SecWebSocketAccept = Convert.ToBase64String(
            SHA1.HashData(Encoding.ASCII.GetBytes(context.Request.Headers.SecWebSocketKey + AcceptSuffix)));
        return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    private static IHttpExtendedConnectFeature? Connect(HttpContext context) => context.Features.Get<IHttpExtendedConnectFeature>();

    private static string[] Offered(HttpRequest request) => request.Headers.GetCommaSeparatedValues("Sec-WebSocket-Protocol");
}
