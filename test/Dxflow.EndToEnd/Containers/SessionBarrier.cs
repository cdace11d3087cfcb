using System.Net.Sockets;
using System.Text;

namespace Dxflow.EndToEnd.Containers;

/// <summary>Passes connections on to a daemon's socket, but for sessions, which it answers itself and leaves open.</summary>
internal sealed class SessionBarrier : IAsyncDisposable
{
    private const string Unix = "unix://";
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _over = new();
    private readonly string _daemon;
    private readonly byte[] _answer;
    private readonly Task _accepting;

    public SessionBarrier(string path, string daemon, string answer)
    {
        (Address, _daemon, _answer) = (Unix + path, daemon[Unix.Length..], Encoding.ASCII.GetBytes(answer));
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptAsync(_over.Token));
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        var head = new byte[4096];
        var read = await near.ReadAsync(head, _over.Token);
        if (Encoding.ASCII.GetString(head, 0, read).Split('\r')[0].Contains("/session ", StringComparison.Ordinal))
        {
            await near.WriteAsync(_answer, _over.Token);
            while (await near.ReadAsync(head, _over.Token) > 0)
            {
                // Until it is given up.
            }

            return;
        }

        using var daemon = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await daemon.ConnectAsync(new UnixDomainSocketEndPoint(_daemon), _over.Token);
        using var far = new NetworkStream(daemon);
        await far.WriteAsync(head.AsMemory(0, read), _over.Token);
        await Task.WhenAny(near.CopyToAsync(far, _over.Token), far.CopyToAsync(near, _over.Token));
    }
}
