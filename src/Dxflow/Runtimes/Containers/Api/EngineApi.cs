using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Runtimes.Containers.Api;

/// <summary>
/// A client of one container engine. It touches the address only when it is asked for something, and finds out then which version is
/// spoken there. Every failure is a <see cref="Fault"/>: with an <see cref="EngineRefusal"/> inside if the engine has answered, and
/// <see cref="FaultKind.Unavailable"/> without one if it is out of reach. Paths are without the version, as in <c>/containers/json</c>.
/// </summary>
internal sealed class EngineApi : IDisposable
{
    /// <summary>What is read whole: a list of tens of thousands of containers.</summary>
    public const int AnswerBytesMax = 64 << 20;

    /// <summary>Every plain call ends by then, looks earlier; streams, builds and pulls have no such bound.</summary>
    public static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(5);

    /// <summary>A look at one thing is short, and can be taken again, on another connection: what takes longer is not waited for.</summary>
    private static readonly TimeSpan LookMax = TimeSpan.FromSeconds(30);

    /// <summary>Between the cancelling of a call and its end.</summary>
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(5);

    private const int ErrorBytesMax = 64 << 10;

    /// <summary>What has no answer by then is worth telling.</summary>
    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker client;
    private readonly ConcurrentDictionary<long, string> unanswered = new();
    private ApiVersion? version;
    private bool? rootless;

    public EngineApi(EngineAddress address)
    {
        Address = address;
        client = new HttpMessageInvoker(Handler(async (_, cancel) => new NetworkStream(await address.ConnectAsync(cancel), true)));
    }

    public EngineAddress Address { get; }

    /// <summary>The plain call that waits longest for its answer, and for how long; null: none waits long.</summary>
    public string? Unanswered
    {
        get
        {
            var (since, what) = unanswered.OrderBy(static call => call.Key).FirstOrDefault();
            return what is not null && Stopwatch.GetElapsedTime(since) is var waited && waited >= SlowAfter
                ? string.Create(
                    CultureInfo.InvariantCulture, $"the engine at {Address.Text} has not answered {what} for {waited.TotalSeconds:0} s")
                : null;
        }
    }

    public async Task<ApiVersion> VersionAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref version) is { } known)
        {
            return known;
        }

        using var answer = await ExchangeAsync(client, new HttpRequestMessage(HttpMethod.Get, Uri("/_ping")), "ping", cancel);
        var found = ApiVersion.Of(
            Header(answer, "Api-Version"), Header(answer, "Libpod-Api-Version"), Header(answer, "Builder-Version"));
        Volatile.Write(ref version, found);
        return found;
    }

    /// <summary>Whether it is a user's own: then root inside of a container is that user outside.</summary>
    public async Task<bool> IsRootlessAsync(CancellationToken cancel)
    {
        rootless ??= (await GetAsync("/info", ApiJson.Default.InfoAnswer, cancel)).IsRootless;
        return rootless.Value;
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) =>
        await SendAsync(HttpMethod.Get, path, null, type, cancel);

    /// <summary>One thing; null where the engine says that it is not there.</summary>
    public async Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await SendAsync(HttpMethod.Get, path, null, type, cancel, LookMax);
        }
        catch (Fault missing) when (EngineRefusal.StatusOf(missing) == 404)
        {
            return null;
        }
    }

    public async Task<T> PostAsync<TBody, T>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancel) =>
        await SendAsync(HttpMethod.Post, path, Json(body, bodyType), type, cancel);

    /// <summary>Does something; the answer's body, if any, is of no interest. What is so already is no failure.</summary>
    public Task DoAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancel) => BoundedAsync(
        method,
        path,
        async late =>
        {
            using var answer = await OpenAsync(method, path, content, null, late);
            return await ReadAsync(answer, AnswerBytesMax, path, late);
        },
        cancel);

    /// <summary>
    /// An answer that is read as it comes. Its end is the end of the stream, disposing it ends it earlier.
    /// </summary>
    public async Task<Stream> StreamAsync(
        HttpMethod method, string path, HttpContent? content, IReadOnlyDictionary<string, string>? headers, CancellationToken cancel) =>
        await (await OpenAsync(method, path, content, headers, cancel)).Content.ReadAsStreamAsync(cancel);

    /// <summary>An answer that is one JSON value after the other, a line each: events, progress of a pull or a build.</summary>
    public async IAsyncEnumerable<T> LinesAsync<T>(
        Task<Stream> opening, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var stream = await opening;
        var lines = new LineReader(stream);
        while (await Guarded(() => lines.NextAsync(cancel)) is { } line)
        {
            if (line.Length > 0)
            {
                yield return Parse(line.Span, type);
            }
        }
    }

    /// <summary>A connection of its own, handed over after the request: what is written and read from then on is the program's.</summary>
    public Task<HijackedStream> UpgradeAsync(string path, HttpContent? content, CancellationToken cancel) => BoundedAsync(
        HttpMethod.Post,
        path,
        async late =>
        {
            Socket? socket = null;
            var own = new HttpMessageInvoker(Handler(async (_, token) =>
                new NetworkStream(socket = await Address.ConnectAsync(token), true)));
            try
            {
                var request = new HttpRequestMessage(HttpMethod.Post, Uri($"/{await VersionAsync(late)}{path}")) { Content = content };
                request.Headers.Connection.Add("Upgrade");
                request.Headers.Upgrade.Add(new ProductHeaderValue("tcp"));
                var answer = await ExchangeAsync(own, request, path, late);
                return new HijackedStream(own, socket!, await answer.Content.ReadAsStreamAsync(late));
            }
            catch
            {
                own.Dispose();
                throw;
            }
        },
        cancel);

    /// <summary>A connection of its own on which another protocol is spoken from now on, by both sides.</summary>
    public Task<Stream> SwitchAsync(
        string path, string protocol, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancel) => BoundedAsync(
        HttpMethod.Post,
        path,
        async late =>
        {
            var target = $"/{await VersionAsync(late)}{path}";
            return await Guarded(() => ProtocolSwitch.OpenAsync(Address, target, protocol, headers, late));
        },
        cancel);

    /// <summary>Nothing has come for as long as this may take.</summary>
    public Fault Slow(Exception slow, TimeSpan most) => Unreachable($"no answer within {Durations.Short(most)}", slow);

    public static HttpContent Json<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public void Dispose() => client.Dispose();

    private Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancel, TimeSpan? bound = null) =>
        BoundedAsync(
            method,
            path,
            async late =>
            {
                using var answer = await OpenAsync(method, path, content, null, late);
                return Parse(await ReadAsync(answer, AnswerBytesMax, path, late), type);
            },
            cancel,
            bound);

    /// <summary>
    /// The bound holds whatever becomes of the call: one that has not ended a moment after it was cancelled is left to itself. That was
    /// seen, though not why.
    /// </summary>
    private async Task<T> BoundedAsync<T>(
        HttpMethod method, string path, Func<CancellationToken, Task<T>> call, CancellationToken cancel, TimeSpan? bound = null)
    {
        var most = bound ?? AnswerMax;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(most);
        var since = Asked($"{method} {path.Split('?')[0]}");
        try
        {
            return await call(late.Token).WaitAsync(most + EndMax);
        }
        catch (Exception slow) when (slow is TimeoutException || (slow is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw Slow(slow, most);
        }
        finally
        {
            unanswered.TryRemove(since, out _);
        }
    }

    /// <summary>When a call began, which is what it is known by: two of one moment are told apart.</summary>
    private long Asked(string what)
    {
        var since = Stopwatch.GetTimestamp();
        while (!unanswered.TryAdd(since, what))
        {
            since++;
        }

        return since;
    }

    private async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, HttpContent? content, IReadOnlyDictionary<string, string>? headers, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(method, Uri($"/{await VersionAsync(cancel)}{path}")) { Content = content };
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await ExchangeAsync(client, request, path, cancel);
    }

    private async Task<HttpResponseMessage> ExchangeAsync(
        HttpMessageInvoker through, HttpRequestMessage request, string what, CancellationToken cancel)
    {
        // Written by the caller once, so a request is never sent twice by us; the handler repeats what found a closed connection.
        var answer = await Guarded(() => through.SendAsync(request, cancel));
        if ((int)answer.StatusCode < 400)
        {
            return answer;
        }

        using (answer)
        {
            var body = await ReadAsync(answer, ErrorBytesMax, what, cancel);
            throw EngineRefusal.ToFault(answer.StatusCode, Words(body), $"{request.Method} {what.Split('?')[0]}");
        }
    }

    private async Task<T> Guarded<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or SocketException)
        {
            // What answers there next may be of another version.
            Volatile.Write(ref version, null);
            throw Unreachable(failed.InnerException?.Message ?? failed.Message, failed);
        }
    }

    private Fault Unreachable(string why, Exception? cause) => new(
        FaultKind.Unavailable,
        $"the container engine at {Address.Text} is out of reach: {why}",
        "start it, or say where it listens",
        cause);

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage answer, int bytesMax, string what, CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        var stream = await answer.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[16 << 10];
        while (await Guarded(() => stream.ReadAsync(buffer, cancel).AsTask()) is > 0 and var read)
        {
            if (whole.Length + read > bytesMax)
            {
                throw new Fault(FaultKind.Exhausted, $"the answer to {what} is longer than {bytesMax} bytes");
            }

            whole.Write(buffer, 0, read);
        }

        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    private static T Parse<T>(ReadOnlyMemory<byte> text, JsonTypeInfo<T> type) => Parse(text.Span, type);

    private static T Parse<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException("null");
        }
        catch (JsonException odd)
        {
            throw new Fault(FaultKind.Internal, $"the container engine's answer is not understood: {odd.Message}", cause: odd);
        }
    }

    private static string Words(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, ApiJson.Default.ErrorAnswer)?.Words ?? "no reason given";
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body.Span).Trim() is { Length: > 0 } said ? said : "no reason given";
        }
    }

    private static SocketsHttpHandler Handler(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) => new()
    {
        ConnectCallback = connect,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
    };

    private Uri Uri(string path) => new($"http://{Address.Host}:{Address.Port}{path}");

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
