using System.Net.Sockets;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli.Client;

/// <summary>The way to an engine of this machine: its socket, where the kernel says who is calling.</summary>
internal static class UnixRoute
{
    public static EngineRoute To(string path) => new(path, "localhost", cancel => ConnectAsync(path, cancel));

    private static async Task<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException failed)
        {
            socket.Dispose();
            throw failed.SocketErrorCode == SocketError.AccessDenied
                ? new Fault(FaultKind.Forbidden, $"The engine's socket {path} may not be opened.", "It belongs to another user.", failed)
                : new Fault(FaultKind.Unavailable, $"No engine answers at {path}.", "dxflow boot up starts one.", failed);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
