using System.Net.Sockets;
using System.Text;

namespace Dxflow.Foundation.Sockets;

/// <summary>
/// Tells a service manager how its service is, by the protocol of sd_notify(3): datagrams of <c>NAME=value</c> lines to a Unix socket,
/// whose address is a path, or after <c>@</c> an abstract name. Nobody waits for an answer, and a manager that is gone is no reason to
/// fail.
/// </summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _manager;

    private NotifySocket(UnixDomainSocketEndPoint manager) => _manager = manager;

    /// <summary>Null: nobody wants to know, or at an address of a kind that is not spoken here.</summary>
    public static NotifySocket? Open(string? address) => address switch
    {
        ['/', ..] => new NotifySocket(new UnixDomainSocketEndPoint(address)),
        ['@', _, ..] => new NotifySocket(new UnixDomainSocketEndPoint("\0" + address[1..])),
        _ => null,
    };

    public void Send(params string[] lines)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(string.Join('\n', lines)), SocketFlags.None, _manager);
        }
        catch (SocketException)
        {
            // Whoever started us does not listen any more.
        }
    }

    public void Dispose() => _socket.Dispose();
}
