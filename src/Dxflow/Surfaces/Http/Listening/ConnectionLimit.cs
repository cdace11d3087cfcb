using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Dxflow.Surfaces.Http.Listening;

/// <summary>
/// Counts the connections of one server, and those of each address elsewhere: one address cannot take them all from the others. What is
/// beyond a limit is closed at once, before any handshake, and counted too; the server's own limit does the same and does not say how
/// often. Behind addresses of this machine is anybody, a proxy among them, so that these have the first limit only.
/// </summary>
internal sealed class ConnectionLimit(int most, int mostEach)
{
    private readonly ConcurrentDictionary<IPAddress, int> _ofAddress = new();
    private long _refused;
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public long Refused => Volatile.Read(ref _refused);

    public ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address is { } from && !IPAddress.IsLoopback(from) ? from : null;
        if (!Enter(address))
        {
            Interlocked.Increment(ref _refused);
            await connection.DisposeAsync();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(address);
        }
    };

    private bool Enter(IPAddress? address)
    {
        var isRoom = Interlocked.Increment(ref _open) <= most;
        if (address is not null)
        {
            isRoom &= _ofAddress.AddOrUpdate(address, 1, static (_, count) => count + 1) <= mostEach;
        }

        if (!isRoom)
        {
            Leave(address);
        }

        return isRoom;
    }

    private void Leave(IPAddress? address)
    {
        Interlocked.Decrement(ref _open);
        if (address is not null && _ofAddress.AddOrUpdate(address, 0, static (_, count) => count - 1) == 0)
        {
            // Only while it is still 0: somebody may have come meanwhile.
            _ofAddress.TryRemove(KeyValuePair.Create(address, 0));
        }
    }
}
