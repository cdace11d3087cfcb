using Dxflow.Foundation.Tracing;
using Xunit;

namespace Dxflow.Tests.Foundation.Tracing;

public sealed class TraceContextTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Span = "00f067aa0ba902b7";

    [Theory]
    [InlineData($"00-{Trace}-{Span}-01", true)]
    [InlineData($"00-{Trace}-{Span}-00", false)]
    [InlineData($"00-{Trace}-{Span}-03", true)]
    [InlineData($"cc-{Trace}-{Span}-01-what-the-future-will-be-like", true)]
    public void A_parent_is_understood_also_of_a_later_version(string parent, bool sampled)
    {
        var context = TraceContext.Parse(parent, "congo=t61rcWkgMzE");
        Assert.Equal(new TraceContext(Trace, Span, sampled, "congo=t61rcWkgMzE"), context);
        Assert.Equal(context, TraceContext.Restore(context!.Stored()));
        Assert.Equal(context with { State = null }, TraceContext.Restore((context with { State = null }).Stored()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData($"00-{Trace}-{Span}")]
    [InlineData($"00-{Trace}-{Span}-01-more")]
    [InlineData($"ff-{Trace}-{Span}-01")]
    [InlineData($"00-00000000000000000000000000000000-{Span}-01")]
    [InlineData($"00-{Trace}-0000000000000000-01")]
    [InlineData($"00-4BF92F3577B34DA6A3CE929D0E0E4736-{Span}-01")]
    [InlineData($"00-{Trace}-{Span}-0g")]
    public void What_is_no_parent_is_passed_over(string? parent) => Assert.Null(TraceContext.Parse(parent));

    [Fact]
    public void A_state_that_is_too_long_or_strange_is_left_out()
    {
        Assert.Null(TraceContext.Parse($"00-{Trace}-{Span}-01", new string('x', 513))!.State);
        Assert.Null(TraceContext.Parse($"00-{Trace}-{Span}-01", "a=b\nc")!.State);
    }

    [Fact]
    public void A_name_has_the_same_span_whoever_asks_and_another_name_another()
    {
        var parent = TraceContext.Parse($"00-{Trace}-{Span}-01", "a=b")!;
        Assert.Equal(parent.Named("run 17"), parent.Named("run 17"));
        Assert.NotEqual(parent.Named("run 17").Span, parent.Named("run 18").Span);
        Assert.Equal((Trace, "a=b"), (parent.Named("run 17").Trace, parent.Named("run 17").State));
        Assert.Equal(TraceContext.Of("run 17"), TraceContext.Of("run 17"));
        Assert.NotNull(TraceContext.Parse(TraceContext.Of("run 17").ToString()));
    }

    [Fact]
    public void Another_span_of_a_trace_is_in_it()
    {
        var parent = TraceContext.New();
        Assert.Equal(parent.Trace, parent.Child().Trace);
        Assert.NotEqual(parent.Span, parent.Child().Span);
        Assert.NotEqual(parent.Trace, TraceContext.New().Trace);
    }

    [Fact]
    public void What_nobody_takes_is_dropped_and_counted_and_what_is_not_sampled_is_neither()
    {
        var tracer = new Tracer();
        var span = new Span(TraceContext.New(), null, "a", SpanKind.Internal, default, default, []);
        for (var i = 0; i < Tracer.WaitingMax + 3; i++)
        {
            tracer.Record(span);
        }

        tracer.Record(span with { Context = span.Context with { Sampled = false } });
        Assert.Equal(3, tracer.Dropped);
        Assert.Equal(Tracer.WaitingMax, tracer.Spans.Count);
    }
}
