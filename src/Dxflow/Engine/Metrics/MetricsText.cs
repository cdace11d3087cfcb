using System.Globalization;
using System.Text;
using Dxflow.Foundation.Meters;

namespace Dxflow.Engine.Metrics;

/// <summary>Writes families as OpenMetrics 1.0 or as Prometheus' text format 0.0.4.</summary>
internal static class MetricsText
{
    public static string Write(IEnumerable<MetricFamily> families, MetricFormat format)
    {
        var text = new StringBuilder();
        foreach (var family in families.Where(static family => family.Samples.Count > 0))
        {
            Head(text, family, format);
            foreach (var sample in family.Samples)
            {
                Values(text, family, sample);
            }
        }

        return text.Append(format.IsOpen ? "# EOF\n" : "").ToString();
    }

    private static void Head(StringBuilder text, MetricFamily family, MetricFormat format)
    {
        var name = format.IsOpen ? family.Name : family.Name + Suffix(family.Kind);
        var kind = family.Kind == MetricKind.Info && !format.IsOpen ? MetricKind.Gauge : family.Kind;
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind.ToString().ToLowerInvariant()).Append('\n');
        if (format.IsOpen && family.Unit is not null)
        {
            text.Append("# UNIT ").Append(name).Append(' ').Append(family.Unit).Append('\n');
        }

        text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(family.Help, quotes: format.IsOpen)).Append('\n');
    }

    private static void Values(StringBuilder text, MetricFamily family, MetricSample sample)
    {
        if (sample.Classes is not { } classes)
        {
            Line(text, family.Name + Suffix(family.Kind), sample.Labels, sample.Value);
            return;
        }

        for (var at = 0; at < classes.UpTo.Count; at++)
        {
            var bound = at < Histogram.Bounds.Count ? Bound(Histogram.Bounds[at]) : "+Inf";
            Line(text, family.Name + "_bucket", [.. sample.Labels, ("le", bound)], classes.UpTo[at]);
        }

        Line(text, family.Name + "_count", sample.Labels, classes.Count);
        Line(text, family.Name + "_sum", sample.Labels, classes.Sum);
    }

    private static void Line(StringBuilder text, string name, IReadOnlyList<(string Name, string Value)> labels, double value)
    {
        text.Append(name);
        if (labels.Count > 0)
        {
            text.Append('{').AppendJoin(',', labels.Select(label => $"{label.Name}=\"{Escaped(label.Value, quotes: true)}\"")).Append('}');
        }

        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Suffix(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "_total",
        MetricKind.Info => "_info",
        _ => "",
    };

    /// <summary>The same class has the same label in both formats: OpenMetrics wants a decimal point.</summary>
    private static string Bound(double bound) => bound.ToString("0.0###", CultureInfo.InvariantCulture);

    private static string Escaped(string value, bool quotes)
    {
        var text = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
