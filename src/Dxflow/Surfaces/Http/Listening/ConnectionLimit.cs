using Microsoft.AspNetCore.Connections;

namespace Dxflow.Surfaces.Http.Listening;

/// <summary>
/// Counts the connections of one server. What is beyond the limit is closed at once, before any handshake, and counted too; the
/// server's own limit does the same and does not say how often.
/// </summary>
internal sealed class ConnectionLimit(int most)
{
    private long _refused;
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public long Refused => Volatile.Read(ref _refused);

    public ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        if (Interlocked.Increment(ref _open) > most)
        {
            Interlocked.Decrement(ref _open);
            Interlocked.Increment(ref _refused);
            connection.Abort();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };
}
