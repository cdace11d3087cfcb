using System.Net;
using System.Net.Sockets;

namespace Dxflow.Foundation.Sockets;

/// <summary>
/// Listens on one TCP address of this machine, and joins each connection with one to another port of it: what comes on either goes to the
/// other, until both have ended. At most <see cref="ConnectionsMax"/> at a time; what comes beyond is closed at once. Disposing ends all.
/// </summary>
internal sealed class PortRelay : IAsyncDisposable
{
    public const int ConnectionsMax = 1024;

    private const int BufferBytes = 1 << 16;
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _over = new();
    private readonly Socket _listener;
    private readonly int _port;
    private readonly TimeProvider _time;
    private readonly Task _accepting;
    private int _open;

    private PortRelay(Socket listener, int port, TimeProvider time)
    {
        (_listener, _port, _time) = (listener, port, time);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Connections that are joined now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>
    /// Listens on <paramref name="host"/> (null: on all addresses) for the program on <paramref name="port"/> of this machine.
    /// </summary>
    /// <exception cref="SocketException">The address is taken, or is none of this machine's.</exception>
    public static PortRelay Listen(IPAddress? host, int published, int port, TimeProvider time)
    {
        var address = host ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any);
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (host is null && address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                listener.DualMode = true;
            }

            listener.Bind(new IPEndPoint(address, published));
            listener.Listen();
            return new PortRelay(listener, port, time);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // At once, for whoever wants the address next.
        _listener.Dispose();
        await _over.CancelAsync();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync(_over.Token);
            }
            catch (SocketException) when (!_over.IsCancellationRequested)
            {
                // Whoever asked has gone again, or there is no room for one more socket, which would be said again at once.
                await Task.Delay(RefusedPause, _time, _over.Token);
                continue;
            }

            if (Interlocked.Increment(ref _open) > ConnectionsMax)
            {
                client.Dispose();
                Interlocked.Decrement(ref _open);
                continue;
            }

            _ = JoinAsync(client);
        }
    }

    private async Task JoinAsync(Socket client)
    {
        try
        {
            using var near = client;
            near.NoDelay = true;
            using var far = await ConnectAsync();
            await Task.WhenAll(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, and with it the other.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>A program listens on one of the two, or on both.</summary>
    private async Task<Socket> ConnectAsync()
    {
        try
        {
            return await ConnectAsync(IPAddress.Loopback);
        }
        catch (SocketException) when (Socket.OSSupportsIPv6)
        {
            return await ConnectAsync(IPAddress.IPv6Loopback);
        }
    }

    private async Task<Socket> ConnectAsync(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var late = new CancellationTokenSource(ConnectMax, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, late.Token);
            await socket.ConnectAsync(new IPEndPoint(address, _port), either.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The end of one direction is told on, and the other goes on.</summary>
    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _over.Token)) > 0)
            {
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _over.Token);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            // The other direction must not wait for what cannot come.
            from.Close(0);
            to.Close(0);
            throw;
        }
    }
}
