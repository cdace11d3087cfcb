using System.Net.Sockets;
using System.Text;

namespace Dxflow.EndToEnd.Containers;

/// <summary>
/// Passes connections on to a daemon's socket, but for requests that it answers itself, by their first line. What comes on that connection
/// afterwards reaches nobody, until it is given up.
/// </summary>
internal sealed class EngineBarrier : IAsyncDisposable
{
    private const string Unix = "unix://";
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _over = new();
    private readonly string _daemon;
    private readonly Func<string, string?> _answer;
    private readonly Task _accepting;

    public EngineBarrier(string path, string daemon, Func<string, string?> answer)
    {
        (Address, _daemon, _answer) = (Unix + path, daemon[Unix.Length..], answer);
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
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await daemon.ConnectAsync(new UnixDomainSocketEndPoint(_daemon), _over.Token);
        using var far = new NetworkStream(daemon);
        await Task.WhenAny(PassAsync(near, far), far.CopyToAsync(near, _over.Token));
    }

    private async Task PassAsync(NetworkStream near, NetworkStream far)
    {
        var bytes = new byte[16 << 10];
        for (var isPassed = true; await near.ReadAsync(bytes, _over.Token) is > 0 and var read;)
        {
            if (isPassed && _answer(Encoding.ASCII.GetString(bytes, 0, read).Split('\r')[0]) is { } answer)
            {
                isPassed = false;
                await near.WriteAsync(Encoding.ASCII.GetBytes(answer), _over.Token);
            }
            else if (isPassed)
            {
                await far.WriteAsync(bytes.AsMemory(0, read), _over.Token);
            }
        }
    }
}
