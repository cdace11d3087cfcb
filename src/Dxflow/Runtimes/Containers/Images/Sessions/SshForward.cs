using System.Net.Sockets;
using Dxflow.Foundation.Protobuf;

namespace Dxflow.Runtimes.Containers.Images.Sessions;

/// <summary>
/// One connection of a build's step to an ssh-agent on this machine: bytes (1) in messages, in both directions. It ends when the step
/// closes its side or the other side does.
/// </summary>
internal static class SshForward
{
    private const int PieceBytes = 32 << 10;

    public static async Task RunAsync(string path, SessionFrames frames, CancellationToken gone)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), gone);
        }
        catch (SocketException)
        {
            throw new SessionRefusal(SessionRefusal.Unavailable, "The ssh-agent does not answer.");
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var asked = AskAsync(socket, frames, over.Token);
        try
        {
            await AnswerAsync(socket, frames, over.Token);
        }
        finally
        {
            await over.CancelAsync();
            socket.Dispose();
            await asked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task AskAsync(Socket socket, SessionFrames frames, CancellationToken over)
    {
        while (await frames.ReadAsync().AsTask().WaitAsync(over) is { } message)
        {
            for (var rest = Bytes(message); rest.Length > 0;)
            {
                rest = rest[await socket.SendAsync(rest, over)..];
            }
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task AnswerAsync(Socket socket, SessionFrames frames, CancellationToken over)
    {
        var piece = new byte[PieceBytes];
        try
        {
            while (await socket.ReceiveAsync(piece, over) is > 0 and var read)
            {
                var message = new ProtoWriter();
                message.Bytes(1, piece.AsSpan(0, read));
                await frames.WriteAsync(message);
            }
        }
        catch (SocketException)
        {
            // It has gone; so has the connection.
        }
    }

    private static ReadOnlyMemory<byte> Bytes(byte[] message)
    {
        var reader = new ProtoReader(message);
        while (reader.Next(out var number, out var type))
        {
            if (number == 1 && type == WireType.Bytes)
            {
                var length = reader.Bytes().Length;
                return message.AsMemory(reader.At - length, length);
            }

            reader.Skip(type);
        }

        return ReadOnlyMemory<byte>.Empty;
    }
}
