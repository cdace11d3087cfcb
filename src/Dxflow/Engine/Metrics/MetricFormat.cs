using System.Net.Http.Headers;

namespace Dxflow.Engine.Metrics;

/// <summary>The two text formats that scrapers read; they differ in the names of counters, in units and in how they end.</summary>
internal sealed record MetricFormat(string MediaType, bool IsOpen)
{
    public static readonly MetricFormat OpenMetrics = new("application/openmetrics-text; version=1.0.0; charset=utf-8", true);
    public static readonly MetricFormat Plain = new("text/plain; version=0.0.4; charset=utf-8", false);

    /// <summary>OpenMetrics, unless <c>Accept</c> would rather have plain text.</summary>
    public static MetricFormat Choose(string? accept)
    {
        var (open, plain) = (0.0, 0.0);
        foreach (var part in (accept ?? "").Split(','))
        {
            if (!MediaTypeWithQualityHeaderValue.TryParse(part.Trim(), out var type))
            {
                continue;
            }

            var quality = type.Quality ?? 1;
            switch (type.MediaType?.ToLowerInvariant())
            {
                case "application/openmetrics-text":
                    open = Math.Max(open, quality);
                    break;
                case "text/plain":
                    plain = Math.Max(plain, quality);
                    break;
            }
        }

        return plain > open ? Plain : OpenMetrics;
    }
}
