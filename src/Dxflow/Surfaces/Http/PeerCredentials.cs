using System.Net.Sockets;
using System.Runtime.InteropServices;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Http;

/// <summary>Who is at the other end of a Unix socket, as the kernel says: SO_PEERCRED, three ints (pid, uid, gid).</summary>
internal static class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    public static LocalPeer? Of(Socket? socket)
    {
        if (socket is not { AddressFamily: AddressFamily.Unix })
        {
            return null;
        }

        Span<int> credentials = stackalloc int[3];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
        return new LocalPeer(credentials[0], credentials[1], credentials[2]);
    }
}
