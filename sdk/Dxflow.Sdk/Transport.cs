using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dxflow.Sdk;

/// <summary>Where an operation is found, and what of the request goes where.</summary>
internal readonly record struct Route(string Method, string Path, bool HasQuery = false, bool Changes = false, bool IsPublic = false);

/// <summary>Carries operations over HTTP: JSON, streams as lines of JSON, two-way over WebSocket.</summary>
internal sealed class Transport(Uri address, SocketsHttpHandler handler, Func<CancellationToken, ValueTask<string>>? token) : IDisposable
{
    private const string Lines = "application/x-ndjson";
    private const int MessageBytesMax = 16 * 1024 * 1024;

    private readonly HttpMessageInvoker _http = new(handler);

    public async Task<TAnswer> CallAsync<TRequest, TAnswer>(
        Route route, TRequest request, JsonTypeInfo<TRequest> sent, JsonTypeInfo<TAnswer> got, CancellationToken cancel)
    {
        using var response = await AskAsync(route, JsonSerializer.SerializeToElement(request, sent), null, null, 0, cancel);
        return await ReadAsync(response, got, cancel);
    }

    public async Task<TAnswer> UploadAsync<TRequest, TAnswer>(
        Route route, TRequest request, Stream content, JsonTypeInfo<TRequest> sent, JsonTypeInfo<TAnswer> got, CancellationToken cancel)
    {
        using var body = new StreamContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await AskAsync(route, JsonSerializer.SerializeToElement(request, sent), body, null, 0, cancel);
        return await ReadAsync(response, got, cancel);
    }

    /// <summary>The caller disposes of what comes.</summary>
    public async Task<Stream> DownloadAsync<TRequest>(
        Route route, TRequest request, JsonTypeInfo<TRequest> sent, CancellationToken cancel)
    {
        var response = await AskAsync(route, JsonSerializer.SerializeToElement(request, sent), null, null, 0, cancel);
        return await response.Content.ReadAsStreamAsync(cancel);
    }

    public async IAsyncEnumerable<TAnswer> StreamAsync<TRequest, TAnswer>(
        Route route, TRequest request, long resumeAfter, JsonTypeInfo<TRequest> sent, JsonTypeInfo<TAnswer> got,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        using var response = await AskAsync(
            route, JsonSerializer.SerializeToElement(request, sent), null, Lines, resumeAfter, cancel);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            if (IsEnd(line))
            {
                yield break;
            }

            yield return JsonSerializer.Deserialize(line, got)!;
        }

        throw Cut();
    }

    public async IAsyncEnumerable<TAnswer> DuplexAsync<TRequest, TInput, TAnswer>(
        Route route, TRequest request, IAsyncEnumerable<TInput> input, JsonTypeInfo<TInput> given,
        JsonTypeInfo<TRequest> sent, JsonTypeInfo<TAnswer> got, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (target, body) = Place(route with { HasQuery = false }, JsonSerializer.SerializeToElement(request, sent));
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("dxflow.v1");
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + await token(cancel));
        }

        var url = new UriBuilder(new Uri(address, target)) { Scheme = address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri;
        await ConnectAsync(socket, url, cancel);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await socket.SendAsync(body, WebSocketMessageType.Text, endOfMessage: true, cancel);
        var sending = SendAsync(socket, input, given, over.Token);
        try
        {
            while (await MessageAsync(socket, cancel) is { } line)
            {
                if (IsEnd(line))
                {
                    yield break;
                }

                yield return JsonSerializer.Deserialize(line, got)!;
            }

            throw Cut();
        }
        finally
        {
            await over.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> AskAsync(
        Route route, JsonElement request, HttpContent? content, string? accept, long resumeAfter, CancellationToken cancel)
    {
        var (target, body) = Place(route, request);
        using var message = new HttpRequestMessage(new HttpMethod(route.Method), new Uri(address, target));
        message.Content = content;
        if (content is null && !route.HasQuery)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (accept is not null)
        {
            message.Headers.Accept.ParseAdd(accept);
        }

        if (resumeAfter > 0)
        {
            message.Headers.Add("Last-Event-ID", resumeAfter.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (route.Changes)
        {
            message.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        }

        if (token is not null && !route.IsPublic)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token(cancel));
        }

        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(message, cancel);
        }
        catch (HttpRequestException failed)
        {
            throw new DxflowException("unavailable", $"{address} does not answer: {failed.Message}", "is the engine up?", null, failed);
        }

        return response.IsSuccessStatusCode ? response : throw await ProblemAsync(response, cancel);
    }

    private async Task ConnectAsync(ClientWebSocket socket, Uri url, CancellationToken cancel)
    {
        try
        {
            await socket.ConnectAsync(url, _http, cancel);
        }
        catch (WebSocketException failed)
        {
            throw new DxflowException(
                "unavailable", $"{url} cannot be opened: {failed.Message}", "is the engine up, and may the caller do this?", null, failed);
        }
    }

    /// <summary>The properties that the path names go there, the others into the query, or into the body.</summary>
    private static (string Target, byte[] Body) Place(Route route, JsonElement request)
    {
        var rest = request.EnumerateObject().ToDictionary(static property => property.Name, static property => property.Value);
        var parts = route.Path.Split('/').Select(part =>
        {
            if (!part.StartsWith('{'))
            {
                return part;
            }

            var name = part[1..^1];
            var value = rest.Remove(name, out var given) ? Text(given) : "";
            return value is "" or "." or ".."
                ? throw new DxflowException("invalid", $"'{value}' is no {name}: it could not be told from a path")
                : Uri.EscapeDataString(value);
        });
        var path = string.Join('/', parts);
        if (!route.HasQuery)
        {
            using var body = new MemoryStream();
            using (var writer = new Utf8JsonWriter(body))
            {
                writer.WriteStartObject();
                foreach (var (name, value) in rest)
                {
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }

                writer.WriteEndObject();
            }

            return (path, body.ToArray());
        }

        var query = rest.SelectMany(static property => property.Value.ValueKind == JsonValueKind.Array
            ? property.Value.EnumerateArray().Select(item => (property.Key, Value: Text(item)))
            : [(property.Key, Value: Text(property.Value))]);
        var text = string.Join('&', query.Select(static one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"));
        return (text.Length > 0 ? $"{path}?{text}" : path, []);
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancel) =>
        await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(cancel), type, cancel)
            ?? throw new DxflowException("unavailable", "the engine answered with null");

    private static async Task<DxflowException> ProblemAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        using var _ = response;
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return new DxflowException(
                "unavailable", $"status {(int)response.StatusCode} and no reason", "is something else listening there?");
        }

        var told = await ReadAsync(response, WireJson.Default.Told, cancel);
        return new DxflowException(told.Code, told.Detail, told.Hint, told.Problems);
    }

    private static bool IsEnd(string line)
    {
        if (!line.StartsWith("{\"end\":", StringComparison.Ordinal))
        {
            return false;
        }

        var fault = JsonSerializer.Deserialize(line, WireJson.Default.EndLine)!.End.Fault;
        return fault is null ? true : throw new DxflowException(fault.Code, fault.Detail, fault.Hint, fault.Problems);
    }

    private static DxflowException Cut() => new("unavailable", "the stream stopped without saying why", "the engine may have gone");

    private static async Task SendAsync<T>(
        ClientWebSocket socket, IAsyncEnumerable<T> input, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        await foreach (var record in input.WithCancellation(cancel))
        {
            await socket.SendAsync(
                JsonSerializer.SerializeToUtf8Bytes(record, type), WebSocketMessageType.Text, endOfMessage: true, cancel);
        }
    }

    /// <summary>The next message as text; null when the engine has closed.</summary>
    private static async Task<string?> MessageAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        var part = new byte[64 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(part.AsMemory(), cancel);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            whole.Write(part, 0, read.Count);
            if (whole.Length > MessageBytesMax)
            {
                throw new DxflowException("exhausted", $"a record is longer than {MessageBytesMax} bytes");
            }

            if (read.EndOfMessage)
            {
                return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
            }
        }
    }
}
