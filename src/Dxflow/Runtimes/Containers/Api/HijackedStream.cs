using System.Net.Sockets;

namespace Dxflow.Runtimes.Containers.Api;

/// <summary>
/// A connection that has become the streams of a program: written to its input, read from its output. Its input can be closed alone,
/// which HTTP has no word for.
/// </summary>
internal sealed class HijackedStream(IDisposable client, Socket socket, Stream answer) : IAsyncDisposable
{
    /// <summary>Frames, or plain bytes of a terminal.</summary>
    public Stream Reader { get; } = answer;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancel)..];
        }
    }

    public void CloseInput()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Closed from the other side.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        socket.Dispose();
        client.Dispose();
    }
}
