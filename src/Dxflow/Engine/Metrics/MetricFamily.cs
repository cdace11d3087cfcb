using Dxflow.Foundation.Meters;

namespace Dxflow.Engine.Metrics;

internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
    Info,
}

/// <summary>
/// One thing that is measured. The name ends in its unit, where it has one, and has no suffix of its kind: that is the format's
/// affair.
/// </summary>
internal sealed record MetricFamily(string Name, MetricKind Kind, string Help, string? Unit, IReadOnlyList<MetricSample> Samples)
{
    public static MetricFamily Counter(string name, string help, double value, string? unit = null) =>
        new(name, MetricKind.Counter, help, unit, [new MetricSample([], value)]);

    public static MetricFamily Gauge(string name, string help, double value, string? unit = null) =>
        new(name, MetricKind.Gauge, help, unit, [new MetricSample([], value)]);
}

/// <summary>A value with its labels; of a histogram the classes instead of the value.</summary>
internal sealed record MetricSample(IReadOnlyList<(string Name, string Value)> Labels, double Value, HistogramReading? Classes = null);
