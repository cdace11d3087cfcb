namespace Dxflow.Foundation.Tracing;

/// <summary>As OpenTelemetry numbers them.</summary>
internal enum SpanKind
{
    Internal = 1,
    Server = 2,
}

/// <summary>
/// Something that took time, and is over. <see cref="Parent"/> is a span of the same trace; <see cref="Error"/> is set where it failed.
/// Values of <see cref="Attributes"/> are texts or whole numbers.
/// </summary>
internal sealed record Span(
    TraceContext Context,
    string? Parent,
    string Name,
    SpanKind Kind,
    DateTimeOffset Start,
    DateTimeOffset End,
    IReadOnlyList<KeyValuePair<string, object>> Attributes,
    string? Error = null);
