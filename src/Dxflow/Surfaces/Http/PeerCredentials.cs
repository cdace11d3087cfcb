using System.Net.Sockets;
using Dxflow.Foundation.Sockets;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Http;

/// <summary>Who is at the other end of a Unix socket, as the kernel says; null for any other.</summary>
internal static class PeerCredentials
{
    public static LocalPeer? Of(Socket? socket) =>
        socket is { AddressFamily: AddressFamily.Unix } && SocketPeer.Of(socket) is var peer
            ? new LocalPeer(peer.Pid, peer.User, peer.Group)
            : null;
}
