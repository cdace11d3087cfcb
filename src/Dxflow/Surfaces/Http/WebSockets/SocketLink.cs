using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using Dxflow.Operations;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Http.WebSockets;

/// <summary>Why a client's message was not taken, and the number that the connection is closed with.</summary>
internal sealed record SocketRefusal(WebSocketCloseStatus Status, Fault Fault);

/// <summary>
/// What comes in on a WebSocket: each text message, however it was cut into frames, is one record. A few wait here; beyond them nothing is
/// read, so that a client cannot send more than is used. A message that is too long, or binary, ends it. Once it is over, what still comes
/// is thrown away, until the client's close frame.
/// </summary>
internal sealed class SocketLink : IDisposable
{
    private const int WaitingMax = 4;
    private const int ChunkBytes = 4 * 1024;
    private const int KeptBytesMax = 64 * 1024;

    private readonly WebSocket _socket;
    private readonly CancellationTokenSource _gone;
    private readonly Channel<byte[]> _messages = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true, SingleWriter = true });

    private ArrayBufferWriter<byte> _message = new(ChunkBytes);

    public SocketLink(WebSocket socket, CancellationToken closed)
    {
        _socket = socket;
        _gone = CancellationTokenSource.CreateLinkedTokenSource(closed);
        Ended = ReadAllAsync();
    }

    /// <summary>Fires when the client has said that it goes, has gone, or was refused.</summary>
    public CancellationToken Gone => _gone.Token;

    public SocketRefusal? Refusal { get; private set; }

    /// <summary>Ends, and never fails, with the client's close frame or its connection.</summary>
    public Task Ended { get; }

    public ValueTask<bool> HasNextAsync(CancellationToken cancel) => _messages.Reader.WaitToReadAsync(cancel);

    public bool TryTake(out byte[] message) => _messages.Reader.TryRead(out message!);

    public void Dispose() => _gone.Dispose();

    private async Task ReadAllAsync()
    {
        try
        {
            await TakeAllAsync();
            await _gone.CancelAsync();
            while ((await _socket.ReceiveAsync(_message.GetMemory(ChunkBytes), default)).MessageType != WebSocketMessageType.Close)
            {
                // Nobody is left to use it.
            }
        }
        catch (Exception)
        {
            // The client broke off, or the protocol, which the socket has told it; there are as many kinds as ways to lose a connection.
        }
        finally
        {
            _messages.Writer.TryComplete();
            await _gone.CancelAsync();
        }
    }

    /// <summary>Until there is a reason to take no more.</summary>
    private async Task TakeAllAsync()
    {
        while (await TakeAsync() is { } message)
        {
            // A browser cannot ping; blank messages are its way to stay.
            if (!message.AsSpan().ContainsAnyExcept(" \r\n\t"u8))
            {
                continue;
            }

            try
            {
                await _messages.Writer.WriteAsync(message, Gone);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<byte[]?> TakeAsync()
    {
        while (true)
        {
            var part = await _socket.ReceiveAsync(_message.GetMemory(ChunkBytes), default);
            _message.Advance(part.Count);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (part.MessageType == WebSocketMessageType.Binary)
            {
                return Refuse(WebSocketCloseStatus.InvalidMessageType, "A binary message was sent.", "Send JSON as text.");
            }

            if (_message.WrittenCount > WireLimits.InputLineBytesMax)
            {
                return Refuse(
                    WebSocketCloseStatus.MessageTooBig, $"A message is longer than {WireLimits.InputLineBytesMax} bytes.", "Send several.");
            }

            if (part.EndOfMessage)
            {
                var whole = _message.WrittenSpan.ToArray();
                _message.ResetWrittenCount();
                _message = _message.Capacity > KeptBytesMax ? new ArrayBufferWriter<byte>(ChunkBytes) : _message;
                return whole;
            }
        }
    }

    private byte[]? Refuse(WebSocketCloseStatus status, string what, string hint)
    {
        Refusal = new SocketRefusal(status, Fault.Invalid(what, hint));
        _message = new ArrayBufferWriter<byte>(ChunkBytes);
        return null;
    }
}
