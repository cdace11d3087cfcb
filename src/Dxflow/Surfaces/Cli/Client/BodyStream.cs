using System.Globalization;
using Dxflow.Foundation.Streams;

namespace Dxflow.Surfaces.Cli.Client;

/// <summary>The body of an answer: <c>length</c> bytes, or chunks if it is negative. Ends only where the sender said so.</summary>
internal sealed class BodyStream(WireReader reader, long length) : ForwardStream
{
    private const int SizeLineBytesMax = 1024;
    private readonly bool _chunked = length < 0;
    private long _left = Math.Max(length, 0);
    private bool _begun;
    private bool _ended = length == 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_chunked && _left == 0 && !_ended)
        {
            await NextChunkAsync(cancellationToken);
        }

        if (_ended || buffer.Length == 0)
        {
            return 0;
        }

        var read = await reader.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read;
        _ended = _left == 0 && !_chunked;
        return read;
    }

    private async ValueTask NextChunkAsync(CancellationToken cancel)
    {
        if (_begun && await reader.LineAsync(SizeLineBytesMax, cancel) is not "")
        {
            throw WireReader.Broken("a chunk that is longer than it says");
        }

        _begun = true;
        var size = (await reader.LineAsync(SizeLineBytesMax, cancel)).Split(';', 2)[0].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
        {
            throw WireReader.Broken("a chunk without a size");
        }

        if (_left > 0)
        {
            return;
        }

        _ended = true;
        while (await reader.LineAsync(SizeLineBytesMax, cancel) is not "")
        {
            // Trailers say nothing that we need.
        }
    }
}
