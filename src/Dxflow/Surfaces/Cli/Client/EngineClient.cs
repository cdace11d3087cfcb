using System.Runtime.CompilerServices;
using System.Text.Json;
using Dxflow.Foundation.Tracing;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Cli.Client;

/// <summary>
/// Calls operations of one engine with JSON in and JSON out. Every failure, ours or the engine's, is a <see cref="Fault"/>; a stream
/// that stops without its <c>end</c> is <see cref="FaultKind.Unavailable"/>.
/// </summary>
internal sealed class EngineClient(EngineRoute route)
{
    private const int LineBytesMax = 16 * 1024 * 1024;
    private const int PartialContent = 206;
    private const int PartBytes = 256 * 1024;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>The answer's JSON as the engine wrote it.</summary>
    public async Task<byte[]> CallAsync(Operation operation, JsonElement request, CancellationToken cancel, string? key = null)
    {
        var (target, body) = RequestTarget.Of(operation, request);
        await using var exchange = await AskAsync(
            operation, new HttpCall(operation.Method, target, Headers(operation, body, key), body), cancel);
        return await WholeAsync(exchange.Body, cancel);
    }

    /// <param name="length">Bytes that the content has, which is cheaper to send then; null or zero: until its end.</param>
    public async Task<byte[]> UploadAsync(
        Operation operation, JsonElement request, Stream content, CancellationToken cancel, long? length = null)
    {
        length = length > 0 ? length : null;
        var (target, _) = RequestTarget.Of(operation, request);
        KeyValuePair<string, string>[] headers = [new("Content-Type", "application/octet-stream")];
        await using var exchange = await AskAsync(
            operation, new HttpCall(operation.Method, target, headers, Chunked: length is null, Length: length), cancel);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var answer = AnswerAsync(exchange, cancel);
        var sending = SendAsync(exchange, content, length, over.Token);
        try
        {
            if (await Task.WhenAny(answer, sending) == sending)
            {
                await sending;
            }

            return await answer;
        }
        finally
        {
            // An answer may come before all is sent; whose the content is must not find it being read.
            await over.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task DownloadAsync(Operation operation, JsonElement request, Stream to, CancellationToken cancel)
    {
        var (target, body) = RequestTarget.Of(operation, request);
        await using var exchange = await AskAsync(
            operation, new HttpCall(operation.Method, target, Headers(operation, body), body), cancel);
        await exchange.Body.CopyToAsync(to, cancel);
    }

    /// <summary>
    /// The rest of a file of which the beginning is there, if it still is what its tag says; all of it otherwise. What is left when it
    /// breaks off can be gone on with.
    /// </summary>
    public async Task ResumeAsync(Operation operation, JsonElement request, Stream to, string tag, CancellationToken cancel)
    {
        var (target, body) = RequestTarget.Of(operation, request);
        KeyValuePair<string, string>[] rest = to.Length == 0 ? [] : [new("Range", $"bytes={to.Length}-"), new("If-Range", $"\"{tag}\"")];
        await using var exchange = await AskAsync(
            operation, new HttpCall(operation.Method, target, [.. Headers(operation, body), .. rest], body), cancel);
        if (exchange.Status != PartialContent)
        {
            to.SetLength(0);
        }

        to.Seek(0, SeekOrigin.End);
        await CopyAsync(exchange.Body, to, cancel);
    }

    /// <summary>The records of a stream, each as the engine wrote it, until its <c>end</c>.</summary>
    public async IAsyncEnumerable<byte[]> StreamAsync(
        Operation operation, JsonElement request, long resumeAfter, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (target, body) = RequestTarget.Of(operation, request);
        var headers = Headers(operation, body).Append(new("Accept", "application/x-ndjson"));
        if (resumeAfter > 0)
        {
            headers = headers.Append(new("Last-Event-ID", resumeAfter.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        await using var exchange = await AskAsync(operation, new HttpCall(operation.Method, target, [.. headers], body), cancel);
        await foreach (var line in LinesAsync(exchange.Body, cancel))
        {
            yield return line;
        }
    }

    /// <summary>Two ways at once: <paramref name="input"/> is sent record by record while the records that come are yielded.</summary>
    public async IAsyncEnumerable<byte[]> DuplexAsync(
        Operation operation, JsonElement request, IAsyncEnumerable<byte[]> input, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (target, body) = RequestTarget.Of(operation, request);
        KeyValuePair<string, string>[] headers = [new("Content-Type", "application/x-ndjson"), new("Accept", "application/x-ndjson")];
        await using var exchange = await AskAsync(operation, new HttpCall(operation.Method, target, headers, Chunked: true), cancel);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await exchange.SendAsync((byte[])[.. body, (byte)'\n'], cancel);
        var sending = SendAsync(exchange, input, over.Token);
        try
        {
            await SuccessAsync(exchange, cancel);
            await foreach (var line in LinesAsync(exchange.Body, cancel))
            {
                yield return line;
            }
        }
        finally
        {
            await over.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A changing call gets a key, so that it can be tried again when only its answer was lost.</summary>
    private static KeyValuePair<string, string>[] Headers(Operation operation, byte[] body, string? key = null)
    {
        if (body.Length > WireLimits.RequestBytesMax)
        {
            throw Fault.Invalid(
                $"The request has {body.Length} bytes; an engine takes {WireLimits.RequestBytesMax}.", "Send less at once.");
        }

        var headers = new List<KeyValuePair<string, string>>();
        if (TraceContext.Parse(Environment.GetEnvironmentVariable("TRACEPARENT")) is { } trace)
        {
            headers.Add(new("traceparent", trace.ToString()));
        }

        if (body.Length > 0)
        {
            headers.Add(new("Content-Type", "application/json"));
        }

        if (operation.Effect == Effect.Changes)
        {
            headers.Add(new("Idempotency-Key", key ?? Guid.NewGuid().ToString("N")));
        }

        return [.. headers];
    }

    /// <summary>
    /// Sends and waits until it is let in: for the server to ask for the body where one follows, else for an answer that is a success. A
    /// token that is refused is made anew once: what was asked for was not done.
    /// </summary>
    private async Task<WireExchange> AskAsync(Operation operation, HttpCall call, CancellationToken cancel)
    {
        var refused = default(string);
        while (true)
        {
            var token = await TokenAsync(operation, refused, cancel);
            var exchange = await OpenAsync(call, token, cancel);
            try
            {
                if (!call.Follows || !await exchange.IsAwaitedAsync(cancel))
                {
                    await SuccessAsync(exchange, cancel);
                }

                return exchange;
            }
            catch (Fault fault) when (fault.Info.Code == FaultKind.Unauthenticated && token is not null && refused is null)
            {
                await exchange.DisposeAsync();
                refused = token;
            }
            catch
            {
                await exchange.DisposeAsync();
                throw;
            }
        }
    }

    private async Task<string?> TokenAsync(Operation operation, string? refused, CancellationToken cancel) =>
        route.Token is null || operation.IsPublic ? null : await route.Token(refused, cancel);

    private Task<WireExchange> OpenAsync(HttpCall call, string? token, CancellationToken cancel) => WireExchange.OpenAsync(
        route, token is null ? call : call with { Headers = [.. call.Headers, new("Authorization", "Bearer " + token)] }, cancel);

    private static async Task<byte[]> AnswerAsync(WireExchange exchange, CancellationToken cancel)
    {
        await SuccessAsync(exchange, cancel);
        return await WholeAsync(exchange.Body, cancel);
    }

    private static async Task SuccessAsync(WireExchange exchange, CancellationToken cancel)
    {
        var head = await exchange.ReadHeadAsync(cancel);
        if (head.Status is >= 200 and < 300)
        {
            return;
        }

        var body = await WholeAsync(exchange.Body, cancel);
        var isProblem = head.Headers.GetValueOrDefault("Content-Type")?.StartsWith(
            ProblemDocument.MediaType, StringComparison.Ordinal) ?? false;
        throw isProblem
            ? new Fault(JsonSerializer.Deserialize(body, WireJson.Default.ProblemDocument)!.ToFault())
            : Fault.Unavailable($"The engine answered with status {head.Status} and no reason.", "Is something else listening there?");
    }

    private static async Task<byte[]> WholeAsync(Stream body, CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        await body.CopyToAsync(whole, cancel);
        return whole.ToArray();
    }

    /// <summary>What is next is received while what has come is written.</summary>
    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancel)
    {
        var (part, other) = (new byte[PartBytes], new byte[PartBytes]);
        var writing = Task.CompletedTask;
        try
        {
            while (await from.ReadAsync(part, cancel) is var read and > 0)
            {
                await writing;
                writing = to.WriteAsync(part.AsMemory(0, read), cancel).AsTask();
                (part, other) = (other, part);
            }
        }
        finally
        {
            await writing;
        }
    }

    private static async Task SendAsync(WireExchange exchange, Stream content, long? length, CancellationToken cancel)
    {
        var part = new byte[length is null ? ChunkBytes : PartBytes];
        var left = length ?? long.MaxValue;
        while (left > 0 && await content.ReadAsync(part.AsMemory(0, (int)Math.Min(part.Length, left)), cancel) is var read and > 0)
        {
            await exchange.SendAsync(part.AsMemory(0, read), cancel);
            left -= read;
        }

        if (length is not null && left > 0)
        {
            throw Fault.Invalid($"What is sent ended {left} bytes early.", "It became shorter meanwhile; send it again.");
        }

        await exchange.FinishAsync(cancel);
    }

    private static async Task SendAsync(WireExchange exchange, IAsyncEnumerable<byte[]> input, CancellationToken cancel)
    {
        await foreach (var record in input.WithCancellation(cancel))
        {
            await exchange.SendAsync((byte[])[.. record, (byte)'\n'], cancel);
        }

        await exchange.FinishAsync(cancel);
    }

    private static async IAsyncEnumerable<byte[]> LinesAsync(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        var lines = new LineReader(body, LineBytesMax);
        while (await lines.NextAsync(cancel) is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            if (EndOf(line) is not { } end)
            {
                yield return line;
                continue;
            }

            if (end.Fault is not null)
            {
                throw new Fault(end.Fault);
            }

            yield break;
        }

        throw Fault.Unavailable("The stream stopped without saying why.", "The engine may have gone; dxflow boot status tells.");
    }

    private static StreamEnd? EndOf(byte[] line) => line.AsSpan().StartsWith("{\"end\":{\"code\":"u8)
        ? JsonSerializer.Deserialize(line, WireJson.Default.StreamEndLine)!.End
        : null;
}
