using Dxflow.Foundation.Tracing;

namespace Dxflow.Operations;

/// <summary>One call as a span: below what its client was doing, if that was said, else at the root of a trace of its own.</summary>
internal sealed class CallSpan(Tracer tracer, Admission admission, TimeProvider time)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();

    public TraceContext Context { get; } = admission.Connection.Trace?.Child() ?? TraceContext.New();

    public void End(FaultKind? fault)
    {
        var code = fault?.ToString().ToLowerInvariant() ?? "ok";
        tracer.Record(new Span(
            Context, admission.Connection.Trace?.Span, admission.Operation.Name, SpanKind.Server, _start, time.GetUtcNow(),
            [new("dxflow.operation", admission.Operation.Name), new("dxflow.code", code), new("enduser.id", admission.Caller.Identity)],
            fault is null ? null : code));
    }
}
