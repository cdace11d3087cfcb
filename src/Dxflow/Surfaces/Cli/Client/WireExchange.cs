using System.Globalization;
using System.Text;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli.Client;

/// <summary>The head of an answer. Names of headers are compared without regard to case; a repeated one keeps its last value.</summary>
internal sealed record HttpHead(int Status, IReadOnlyDictionary<string, string> Headers);

/// <summary>
/// HTTP/1.1 by hand: the framework's client costs 40 ms at start. One request and its answer on one connection (<c>Connection: close</c>),
/// bodies with a length or in chunks, both directions at once where wanted: 1 the request's head (and body), 2 in any order more body and
/// reading, 3 <see cref="ReadHeadAsync"/>, 4 <see cref="Body"/> to its end. An answer that ends early throws (unavailable): it was cut off.
/// </summary>
internal sealed class WireExchange(Stream stream, HttpCall call) : IAsyncDisposable
{
    private const int HeadBytesMax = 64 * 1024;
    private readonly WireReader _reader = new(stream);
    private HttpHead? _early;

    public Stream Body { get; private set; } = Stream.Null;

    /// <summary>The status of the answer, after step 3.</summary>
    public int Status { get; private set; }

    /// <summary>Connects, and step 1.</summary>
    public static async Task<WireExchange> OpenAsync(EngineRoute route, HttpCall call, CancellationToken cancel)
    {
        var exchange = new WireExchange(await route.Connect(cancel), call);
        try
        {
            await exchange.WriteHeadAsync(call.Head(route.Host), call.Body, cancel);
            return exchange;
        }
        catch
        {
            await exchange.DisposeAsync();
            throw;
        }
    }

    /// <summary>Step 1. A server that refuses early may close before it has read all: its answer is what counts then.</summary>
    private async Task WriteHeadAsync(byte[] head, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        try
        {
            await stream.WriteAsync(head, cancel);
            if (body.Length > 0)
            {
                await stream.WriteAsync(body, cancel);
            }
        }
        catch (IOException)
        {
            // Reading the answer tells more than the broken pipe.
        }
    }

    /// <summary>Step 2: some of the body, which is one chunk where it comes in chunks.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        if (!call.Follows)
        {
            throw new InvalidOperationException("The request was not opened with a body that follows.");
        }

        if (bytes.Length == 0)
        {
            return;
        }

        if (!call.Chunked)
        {
            await stream.WriteAsync(bytes, cancel);
            return;
        }

        var size = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        var frame = new byte[size.Length + bytes.Length + 2];
        size.CopyTo(frame, 0);
        bytes.CopyTo(frame.AsMemory(size.Length));
        "\r\n"u8.CopyTo(frame.AsSpan(size.Length + bytes.Length));
        await stream.WriteAsync(frame, cancel);
    }

    /// <summary>Step 2, the last: nothing more will be sent.</summary>
    public async Task FinishAsync(CancellationToken cancel) =>
        await stream.WriteAsync(call.Chunked ? "0\r\n\r\n"u8.ToArray() : default, cancel);

    /// <summary>Before step 2: whether the server waits for the body; false if it has answered already, without it.</summary>
    public async Task<bool> IsAwaitedAsync(CancellationToken cancel)
    {
        _early = await HeadAsync(cancel);
        if (_early.Status >= 200)
        {
            return false;
        }

        _early = null;
        return true;
    }

    /// <summary>Step 3.</summary>
    public async Task<HttpHead> ReadHeadAsync(CancellationToken cancel)
    {
        var head = _early ?? await HeadAsync(cancel);
        while (head.Status < 200)
        {
            head = await HeadAsync(cancel);
        }

        (Status, Body) = (head.Status, BodyOf(head));
        return head;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task<HttpHead> HeadAsync(CancellationToken cancel)
    {
        var status = StatusOf(await _reader.LineAsync(HeadBytesMax, cancel));
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var bytes = 0;
        while (await _reader.LineAsync(HeadBytesMax, cancel) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            if (colon <= 0 || (bytes += line.Length) > HeadBytesMax)
            {
                throw WireReader.Broken("a header that is none");
            }

            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new HttpHead(status, headers);
    }

    private static int StatusOf(string line) =>
        line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && line.Length >= 12
        && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw WireReader.Broken("something that is not HTTP/1.1");

    private Stream BodyOf(HttpHead head)
    {
        var headers = head.Headers;
        if (head.Status is 204 or 304)
        {
            return Stream.Null;
        }

        if (headers.GetValueOrDefault("Transfer-Encoding") is { } coding && coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return new BodyStream(_reader, -1);
        }

        return headers.GetValueOrDefault("Content-Length") is not { } length
            ? new BodyStream(_reader, 0)
            : long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? new BodyStream(_reader, bytes)
                : throw WireReader.Broken("a length that is no number");
    }
}
