using System.Net;
using System.Net.Sockets;
using Dxflow.Operations;

namespace Dxflow.Runtimes.Containers.Api;

/// <summary>Where a container engine listens: <c>unix://PATH</c>, or <c>tcp://HOST:PORT</c> in the clear.</summary>
internal sealed record EngineAddress(string Text, string? SocketPath, string Host, int Port)
{
    private const string Unix = "unix://";
    private const int UsualPort = 2375;

    /// <summary>Only then its processes and cgroups may be looked at from here.</summary>
    public bool IsLocal => SocketPath is not null;

    public static EngineAddress Parse(string text)
    {
        if (text.StartsWith(Unix, StringComparison.Ordinal) && text.Length > Unix.Length && text[Unix.Length] == '/')
        {
            return new EngineAddress(text, text[Unix.Length..], "engine", 80);
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "tcp" or "http" && uri.Host.Length > 0
            ? new EngineAddress(text, null, uri.Host, uri.Port > 0 ? uri.Port : UsualPort)
            : throw Fault.Invalid(
                $"'{text}' is no address of a container engine", "write unix:///path/to/engine.sock or tcp://host:port");
    }

    public async Task<Socket> ConnectAsync(CancellationToken cancel)
    {
        var socket = SocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            EndPoint target = SocketPath is null ? new DnsEndPoint(Host, Port) : new UnixDomainSocketEndPoint(SocketPath);
            await socket.ConnectAsync(target, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
