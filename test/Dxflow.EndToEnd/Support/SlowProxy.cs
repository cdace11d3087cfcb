using System.Net;
using System.Net.Sockets;

namespace Dxflow.EndToEnd.Support;

/// <summary>Hands connections on to a port of this machine; what comes back from there does so at some megabytes a second.</summary>
internal sealed class SlowProxy : IAsyncDisposable
{
    private const int ChunkBytes = 64 << 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly int _target;
    private readonly Task _accepting;

    public SlowProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token), _over.Token);
        }
    }

    private async Task ServeAsync(TcpClient from, CancellationToken over)
    {
        using var to = new TcpClient();
        using var both = from;
        try
        {
            await to.ConnectAsync(IPAddress.Loopback, _target, over);
            await Task.WhenAny(CopyAsync(from, to, TimeSpan.Zero, over), CopyAsync(to, from, Pause, over));
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // One of the two sides has.
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to, TimeSpan pause, CancellationToken over)
    {
        var buffer = new byte[ChunkBytes];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, over) is > 0 and var read)
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), over);
                await Task.Delay(pause, over);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // As above.
        }
    }
}
