using System.Net.Http.Headers;
using Dxflow.Foundation.Tracing;
using Microsoft.Extensions.Logging;

namespace Dxflow.Engine.Tracing;

/// <summary>
/// Sends spans to a collector by OTLP over HTTP, some at a time. A collector that is gone is asked more and more seldom, and what does
/// not fit meanwhile is dropped and counted: traces are a help, and never hold anything up.
/// </summary>
internal sealed partial class OtlpExporter : IAsyncDisposable
{
    private const int SpansAtOnceMax = 512;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastMax = TimeSpan.FromSeconds(2);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = AnswerMax };
    private readonly CancellationTokenSource _over = new();
    private readonly TracingSettings _settings;
    private readonly IReadOnlyList<KeyValuePair<string, object>> _resource;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _running;
    private long _exported;

    public OtlpExporter(TracingSettings settings, string engine, TimeProvider time, ILogger log)
    {
        (_settings, _time, _log) = (settings, time, log);
        _resource =
        [
            new("service.name", settings.Service), new("service.version", EngineLife.Version), new("service.instance.id", engine),
            new("host.name", Environment.MachineName), new("process.pid", (long)Environment.ProcessId),
        ];
        _running = Task.Run(RunAsync);
    }

    public Tracer Tracer { get; } = new();

    public long Exported => Volatile.Read(ref _exported);

    /// <summary>What is there is still sent, if that is quick.</summary>
    public async ValueTask DisposeAsync()
    {
        Tracer.Complete();
        _over.CancelAfter(LastMax);
        await _running;
        _client.Dispose();
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = PauseMin;
        try
        {
            while (await Tracer.Spans.WaitToReadAsync(_over.Token))
            {
                await Task.WhenAny(Tracer.Spans.Completion, Task.Delay(Gathering, _time, _over.Token));
                var batch = new List<Span>();
                while (batch.Count < SpansAtOnceMax && Tracer.Spans.TryRead(out var span))
                {
                    batch.Add(span);
                }

                if (await TrySendAsync(batch))
                {
                    pause = PauseMin;
                    continue;
                }

                Tracer.Drop(batch.Count);
                await Task.WhenAny(Tracer.Spans.Completion, Task.Delay(pause, _time, _over.Token));
                pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, PauseMax.Ticks));
            }
        }
        catch (OperationCanceledException)
        {
            // The engine ends, and the collector took too long.
        }
    }

    private async Task<bool> TrySendAsync(List<Span> batch)
    {
        using var content = new ByteArrayContent(OtlpJson.Write(_resource, EngineLife.Version, batch));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, _settings.Endpoint) { Content = content };
        foreach (var (name, value) in _settings.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _over.Token);
            if (answer.IsSuccessStatusCode)
            {
                Interlocked.Add(ref _exported, batch.Count);
                return true;
            }

            LogRefused(_log, _settings.Endpoint, $"status {(int)answer.StatusCode}");
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException && !_over.IsCancellationRequested)
        {
            LogRefused(_log, _settings.Endpoint, failed.Message);
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "traces cannot be sent to {Endpoint}: {Why}")]
    private static partial void LogRefused(ILogger log, Uri endpoint, string why);
}
