using Dxflow.Engine.Metrics;
using Dxflow.Foundation.Meters;
using Xunit;

namespace Dxflow.Tests.Engine.Metrics;

public sealed class MetricsTextTests
{
    private static readonly MetricFamily Calls = new(
        "calls", MetricKind.Counter, "Calls, \"all\" of\nthem.", null,
        [new([("operation", "a.b"), ("code", "ok")], 3), new([("operation", "C:\\x\"y\n"), ("code", "ok")], 0)]);

    [Fact]
    public void OpenMetrics_names_the_family_and_ends_with_its_mark() => Assert.Equal(
        """
        # TYPE calls counter
        # HELP calls Calls, \"all\" of\nthem.
        calls_total{operation="a.b",code="ok"} 3
        calls_total{operation="C:\\x\"y\n",code="ok"} 0
        # TYPE rest_seconds gauge
        # UNIT rest_seconds seconds
        # HELP rest_seconds Rest.
        rest_seconds 0.5
        # TYPE it info
        # HELP it What it is.
        it_info{version="1"} 1
        # EOF

        """,
        MetricsText.Write(
            [
                Calls, MetricFamily.Gauge("rest_seconds", "Rest.", 0.5, "seconds"),
                new("it", MetricKind.Info, "What it is.", null, [new([("version", "1")], 1)]),
            ],
            MetricFormat.OpenMetrics));

    [Fact]
    public void Plain_text_names_the_series_and_has_neither_units_nor_an_end() => Assert.Equal(
        """
        # TYPE calls_total counter
        # HELP calls_total Calls, "all" of\nthem.
        calls_total{operation="a.b",code="ok"} 3
        calls_total{operation="C:\\x\"y\n",code="ok"} 0
        # TYPE it_info gauge
        # HELP it_info What it is.
        it_info 1

        """,
        MetricsText.Write([Calls, new("it", MetricKind.Info, "What it is.", "seconds", [new([], 1)])], MetricFormat.Plain));

    [Fact]
    public void A_histogram_is_its_classes_its_count_and_its_sum()
    {
        var histogram = new Histogram();
        histogram.Record(TimeSpan.FromSeconds(0.75));
        histogram.Record(TimeSpan.FromSeconds(20));
        var lines = MetricsText.Write(
            [new("took_seconds", MetricKind.Histogram, "Took.", "seconds", [new([("operation", "a")], 0, histogram.Read())])],
            MetricFormat.OpenMetrics).Split('\n');
        Assert.Contains("took_seconds_bucket{operation=\"a\",le=\"0.0005\"} 0", lines);
        Assert.Contains("took_seconds_bucket{operation=\"a\",le=\"1.0\"} 1", lines);
        Assert.Contains("took_seconds_bucket{operation=\"a\",le=\"10.0\"} 1", lines);
        Assert.Equal(
            ["took_seconds_bucket{operation=\"a\",le=\"+Inf\"} 2", "took_seconds_count{operation=\"a\"} 2",
                "took_seconds_sum{operation=\"a\"} 20.75", "# EOF", ""],
            lines[^5..]);
    }

    [Fact]
    public void What_has_no_sample_is_not_mentioned() =>
        Assert.Equal("# EOF\n", MetricsText.Write([Calls with { Samples = [] }], MetricFormat.OpenMetrics));

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("*/*", true)]
    [InlineData("text/html, */*;q=0.8", true)]
    [InlineData("text/plain", false)]
    [InlineData("text/plain;version=0.0.4;q=0.5, */*;q=0.1", false)]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;q=0.5", true)]
    [InlineData("application/openmetrics-text;q=0.2, text/plain;q=0.5", false)]
    [InlineData("nonsense; ;", true)]
    public void Accept_decides_the_format(string? accept, bool open) => Assert.Equal(open, MetricFormat.Choose(accept).IsOpen);
}
