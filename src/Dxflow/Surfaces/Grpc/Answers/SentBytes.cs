using Dxflow.Foundation.Streams;

namespace Dxflow.Surfaces.Grpc.Answers;

/// <summary>The bytes of an upload as a stream: what each further message holds. Who reads slowly holds the client back.</summary>
internal sealed class SentBytes(GrpcExchange exchange) : ForwardStream
{
    private ReadOnlyMemory<byte>? _message = ReadOnlyMemory<byte>.Empty;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_message is { IsEmpty: true } && buffer.Length > 0)
        {
            _message = await exchange.InputAsync();
        }

        var taken = Math.Min(buffer.Length, _message?.Length ?? 0);
        if (taken > 0)
        {
            _message!.Value[..taken].CopyTo(buffer);
            _message = _message.Value[taken..];
        }

        return taken;
    }
}
