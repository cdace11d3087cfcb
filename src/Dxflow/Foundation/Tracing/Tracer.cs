using System.Threading.Channels;

namespace Dxflow.Foundation.Tracing;

/// <summary>
/// Takes spans from whoever has some, without waiting: what does not fit until the exporter comes is dropped and counted. Where nobody
/// wants traces there is none of these, and nothing of it costs anything.
/// </summary>
internal sealed class Tracer
{
    public const int WaitingMax = 4096;

    private readonly Channel<Span> _spans = Channel.CreateBounded<Span>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });
    private long _dropped;

    public ChannelReader<Span> Spans => _spans.Reader;

    public long Dropped => Volatile.Read(ref _dropped);

    public void Record(Span span)
    {
        if (span.Context.Sampled && !_spans.Writer.TryWrite(span))
        {
            Drop(1);
        }
    }

    public void Drop(int count) => Interlocked.Add(ref _dropped, count);

    /// <summary>Nothing follows.</summary>
    public void Complete() => _spans.Writer.TryComplete();
}
