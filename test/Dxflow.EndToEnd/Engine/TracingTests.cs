using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Engine;

/// <summary>What a collector gets: operations, runs and attempts in one trace, down to what a task itself would add to it.</summary>
public sealed class TracingTests : IDisposable
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Caller = "00f067aa0ba902b7";

    /// <summary>Nothing that OTLP's JSON does not know gets past this.</summary>
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
    };

    /// <summary>
    /// OpenTelemetry's own message, made from its published definition: what it does not know, or knows as another type, does not come
    /// through it as it was.
    /// </summary>
    private const string Judge = """
        const root = require('@opentelemetry/otlp-transformer/build/src/generated/root');
        const Type = root.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
        const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        const known = Type.toObject(Type.fromObject(given), {longs: String, bytes: String, enums: Number, arrays: true});
        const lost = (a, b, at) => a === null || typeof a !== 'object' ? (a === b ? [] : [at])
          : Object.keys(a).flatMap(key => b && key in b ? lost(a[key], b[key], at + '/' + key) : [at + '/' + key]);
        console.log(lost(given, known, '').join());
        """;

    private readonly ConcurrentQueue<string> _bodies = [];
    private readonly HttpListener _collector = new();
    private readonly ConcurrentDictionary<string, OtlpSpan> _spans = [];
    private readonly int _port = FreePort();
    private readonly Task _collecting;

    public TracingTests()
    {
        _collector.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _collector.Start();
        _collecting = CollectAsync();
    }

    public void Dispose() => _collector.Close();

    [Fact]
    public async Task A_run_its_attempts_and_its_tasks_are_below_the_call_that_asked_for_it()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_OTLP_ENDPOINT"] = $"http://127.0.0.1:{_port}";
        await using var engine = await home.Boot();
        home.Variables["TRACEPARENT"] = $"00-{Trace}-{Caller}-01";
        (await home.Run("run", home.Write("traced.yaml", Document(home, "true")))).Expect(0);

        var start = await Span("workflow.start");
        Assert.Equal((Trace, Caller, 2), (start.TraceId, start.ParentSpanId, start.Kind));
        var run = await Span("run traced");
        Assert.Equal((Trace, start.SpanId, 1), (run.TraceId, run.ParentSpanId, run.Kind));
        var good = await Span("good");
        Assert.Equal((Trace, run.SpanId), (good.TraceId, good.ParentSpanId));
        Assert.Equal($"00-{Trace}-{good.SpanId}-01", (await File.ReadAllTextAsync(Path.Combine(home.Path, "told"))).Trim());
        Assert.Equal((2, "exit code 3"), ((await Span("bad")).Status?.Code, (await Span("bad")).Status?.Message));
        Assert.Null(good.Status);
        Assert.True(long.Parse(run.StartTimeUnixNano) <= long.Parse(good.StartTimeUnixNano));
        Assert.True(long.Parse(good.EndTimeUnixNano) <= long.Parse(run.EndTimeUnixNano));
        Assert.Contains(good.Attributes, one => one is { Key: "dxflow.attempt", Value.IntValue: "1" });
        await Home.Until(
            async () => !(await home.Run("engine", "metrics")).Output.Contains("dxflow_spans_exported_total 0\n", StringComparison.Ordinal),
            "the spans to be counted");
    }

    [Fact]
    public async Task What_is_sent_is_what_OpenTelemetry_has_defined()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_OTLP_ENDPOINT"] = $"http://127.0.0.1:{_port}";
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("traced.yaml", Document(home, "true")))).Expect(0);
        await Span("run traced");
        foreach (var body in _bodies)
        {
            Assert.Equal("", await Judged(body));
        }

        var renamed = _bodies.First().Replace("\"kind\":", "\"sort\":", StringComparison.Ordinal);
        Assert.Contains("/resourceSpans/0/scopeSpans/0/spans/0/sort", await Judged(renamed));
        var retyped = _bodies.First().Replace("\"name\":\"dxflow\"", "\"name\":1", StringComparison.Ordinal);
        Assert.Contains("/scope/name", await Judged(retyped));
    }

    private static async Task<string> Judged(string body) => (await Tool.Text(
        "env", body, $"NODE_PATH={Environment.GetEnvironmentVariable("DXFLOW_NODE")}/node_modules", "node", "-e", Judge)).Trim();

    [Fact]
    public async Task The_next_engine_goes_on_in_the_same_trace()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_OTLP_ENDPOINT"] = $"http://127.0.0.1:{_port}";
        var first = await home.Boot();
        home.Variables["TRACEPARENT"] = $"00-{Trace}-{Caller}-01";
        var go = Path.Combine(home.Path, "go");
        (await home.Run("run", "--detach", home.Write("traced.yaml", Document(home, $"while [ ! -e {go} ]; do sleep 0.1; done"))))
            .Expect(0);
        await home.Until("traced", "steps", "good", "running");
        var start = await Span("workflow.start");
        await first.Crash();
        await first.DisposeAsync();
        Assert.False(_spans.ContainsKey("good"));

        await using var second = await home.Boot();
        await File.WriteAllTextAsync(go, "");
        var good = await Span("good");
        var run = await Span("run traced");
        Assert.Equal((Trace, run.SpanId), (good.TraceId, good.ParentSpanId));
        Assert.Equal((Trace, start.SpanId), (run.TraceId, run.ParentSpanId));
        Assert.Equal($"00-{Trace}-{good.SpanId}-01", (await File.ReadAllTextAsync(Path.Combine(home.Path, "told"))).Trim());
    }

    [Fact]
    public async Task A_collector_that_is_gone_holds_nothing_up_and_without_one_nothing_is_traced()
    {
        _collector.Close();
        await using var home = new Home();
        var file = home.Write("traced.yaml", Document(home, "true"));
        (await home.Run("run", file)).Expect(0);
        Assert.Equal("", (await File.ReadAllTextAsync(Path.Combine(home.Path, "told"))).Trim());

        home.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{_port}";
        await using var engine = await home.Boot();
        (await home.Run("run", file)).Expect(0);
        await Home.Until(
            async () => (await home.Run("engine", "metrics")).Expect(0).Output.Split('\n')
                .Any(line => line.StartsWith("dxflow_spans_dropped_total ", StringComparison.Ordinal) && !line.EndsWith(" 0")),
            "spans to be dropped");
        (await home.Run("engine", "logs")).Expect(0).Says("traces cannot be sent to http://127.0.0.1");
    }

    private static string Document(Home home, string before) => $$"""
        name: traced
        services:
          good:
            command: [sh, -c, '{{before}}; echo $$TRACEPARENT >{{home.Path}}/told']
            x-step: {}
          bad: { command: [sh, -c, 'exit 3'], x-step: { on_fail: continue } }
        """;

    private async Task<OtlpSpan> Span(string name)
    {
        await Home.Until(() => Task.FromResult(_spans.ContainsKey(name)), $"the span '{name}'");
        return _spans[name];
    }

    private async Task CollectAsync()
    {
        try
        {
            while (true)
            {
                var call = await _collector.GetContextAsync();
                var body = await new StreamReader(call.Request.InputStream).ReadToEndAsync();
                _bodies.Enqueue(body);
                var request = JsonSerializer.Deserialize<OtlpRequest>(body, Strict)!;
                var isRight = call.Request is { HttpMethod: "POST", RawUrl: "/v1/traces", ContentType: "application/json" };
                foreach (var span in request.ResourceSpans.SelectMany(one => one.ScopeSpans).SelectMany(one => one.Spans))
                {
                    _spans[span.Name] = span;
                }

                call.Response.StatusCode = isRight ? 200 : 400;
                call.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    internal sealed record OtlpRequest(List<OtlpResourceSpans> ResourceSpans);

    internal sealed record OtlpResourceSpans(OtlpResource Resource, List<OtlpScopeSpans> ScopeSpans);

    internal sealed record OtlpResource(List<OtlpAttribute> Attributes);

    internal sealed record OtlpScopeSpans(OtlpScope Scope, List<OtlpSpan> Spans);

    internal sealed record OtlpScope(string Name, string Version);

    internal sealed record OtlpSpan(
        string TraceId, string SpanId, string Name, int Kind, string StartTimeUnixNano, string EndTimeUnixNano,
        List<OtlpAttribute> Attributes, string? ParentSpanId = null, string? TraceState = null, OtlpStatus? Status = null);

    internal sealed record OtlpAttribute(string Key, OtlpValue Value);

    internal sealed record OtlpValue(string? StringValue = null, string? IntValue = null);

    internal sealed record OtlpStatus(int Code, string? Message = null);
}
