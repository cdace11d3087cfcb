using System.Net.Sockets;
using System.Text;

namespace Dxflow.Tests.Surfaces.Cli.Client;

/// <summary>Answers one request with these very bytes, in pieces of a given size, and hangs up.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dx");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Task _serving;

    public ScriptedServer(string answer, int pieceBytes = int.MaxValue)
    {
        Socket = Path.Combine(_directory.FullName, "s.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(Socket));
        _listener.Listen();
        _serving = ServeAsync(Encoding.UTF8.GetBytes(answer), pieceBytes);
    }

    public string Socket { get; }

    public string Heard { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
        _directory.Delete(recursive: true);
    }

    private async Task ServeAsync(byte[] answer, int pieceBytes)
    {
        try
        {
            using var socket = await _listener.AcceptAsync();
            var buffer = new byte[64 * 1024];
            while (!Heard.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                Heard += Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
            }

            for (var at = 0; at < answer.Length; at += Math.Min(pieceBytes, answer.Length - at))
            {
                await socket.SendAsync(answer.AsMemory(at, Math.Min(pieceBytes, answer.Length - at)));
            }
        }
        catch (SocketException)
        {
            // Nobody called, or the caller had enough.
        }
    }
}
