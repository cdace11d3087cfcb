using System.Text.Json;
using Dxflow.Engine.Tracing;
using Dxflow.Foundation.Tracing;
using Xunit;

namespace Dxflow.Tests.Engine.Tracing;

public sealed class OtlpTests
{
    [Fact]
    public void Spans_are_written_as_OTLP_says()
    {
        var at = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        var context = TraceContext.Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=b")!;
        var json = OtlpJson.Write(
            [new("service.name", "dxflow")], "1.2.3",
            [
                new Span(
                    context, "b7ad6b7169203331", "it \"is\"", SpanKind.Server, at, at.AddMicroseconds(1.5), [new("n", 42L), new("t", "x")],
                    "conflict"),
                new Span(context with { State = null }, null, "root", SpanKind.Internal, at, at, []),
            ]);
        Assert.Equal(
            """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"dxflow"}}]},"scopeSpans":[{
            "scope":{"name":"dxflow","version":"1.2.3"},"spans":[
            {"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","traceState":"a=b","parentSpanId":"b7ad6b7169203331",
            "name":"it \u0022is\u0022","kind":2,"startTimeUnixNano":"1772352000000000000","endTimeUnixNano":"1772352000000001500",
            "attributes":[{"key":"n","value":{"intValue":"42"}},{"key":"t","value":{"stringValue":"x"}}],
            "status":{"message":"conflict","code":2}},
            {"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","name":"root","kind":1,
            "startTimeUnixNano":"1772352000000000000","endTimeUnixNano":"1772352000000000000","attributes":[]}
            ]}]}]}
            """.Replace("\n", "", StringComparison.Ordinal),
            JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement));
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("http://here:4318", null, "http://here:4318/v1/traces")]
    [InlineData("http://here:4318/base/", null, "http://here:4318/base/v1/traces")]
    [InlineData("", "OTEL_EXPORTER_OTLP_ENDPOINT=https://there:4318", "https://there:4318/v1/traces")]
    [InlineData("", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://there/x", "http://there/x")]
    [InlineData("http://here", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://there/x", "http://here/v1/traces")]
    [InlineData("http://here", "OTEL_SDK_DISABLED=true", null)]
    [InlineData("", "OTEL_EXPORTER_OTLP_ENDPOINT=there:4317", null)]
    public void The_setting_wins_over_the_variables_and_nothing_is_off(string setting, string? variable, string? endpoint) =>
        Assert.Equal(endpoint, TracingSettings.Read(setting, Variable(variable))?.Endpoint.AbsoluteUri);

    [Fact]
    public void Headers_and_the_name_of_the_service_come_from_the_variables()
    {
        var settings = TracingSettings.Read("http://here", Variable("OTEL_EXPORTER_OTLP_HEADERS=Authorization=Basic%20eA==, x = y,bad"))!;
        Assert.Equal([new("Authorization", "Basic eA=="), new("x", "y")], settings.Headers);
        Assert.Equal("dxflow", settings.Service);
        Assert.Equal("lab", TracingSettings.Read("http://here", Variable("OTEL_SERVICE_NAME=lab"))!.Service);
    }

    private static Func<string, string?> Variable(string? one) =>
        name => one?.Split('=', 2) is [var given, var value] && given == name ? value : null;
}
