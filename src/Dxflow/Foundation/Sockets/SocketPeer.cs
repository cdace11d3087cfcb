using System.Net.Sockets;
using System.Runtime.InteropServices;
using Dxflow.Foundation.Files;

namespace Dxflow.Foundation.Sockets;

/// <summary>Who is at the other end of a Unix socket, as the kernel says: SO_PEERCRED, three ints.</summary>
internal readonly record struct SocketPeer(int Pid, int User, int Group)
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    public static SocketPeer Of(Socket socket)
    {
        Span<int> credentials = stackalloc int[3];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
        return new SocketPeer(credentials[0], credentials[1], credentials[2]);
    }

    /// <summary>Whether it is this process's own user, or root.</summary>
    public static bool IsOwnerOrRoot(Socket socket) => Of(socket).User is var user && (user == 0 || user == FileCalls.EffectiveUser());
}
