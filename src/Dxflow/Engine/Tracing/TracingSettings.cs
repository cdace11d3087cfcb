namespace Dxflow.Engine.Tracing;

/// <summary>
/// Where traces go and with which headers: the setting <c>otlp-endpoint</c>, else the variables that OpenTelemetry names for it. There is
/// none where nobody said so.
/// </summary>
internal sealed record TracingSettings(Uri Endpoint, IReadOnlyList<KeyValuePair<string, string>> Headers, string Service)
{
    private const string Path = "v1/traces";

    public static TracingSettings? Read(string setting, Func<string, string?> variable)
    {
        if (variable("OTEL_SDK_DISABLED") == "true")
        {
            return null;
        }

        var whole = setting.Length == 0 ? variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") : null;
        var address = whole is { Length: > 0 } ? whole
            : setting.Length > 0 ? Below(setting)
            : variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } root ? Below(root)
            : null;
        return address is not null && Uri.TryCreate(address, UriKind.Absolute, out var endpoint)
            && endpoint.Scheme is "http" or "https"
            ? new TracingSettings(
                endpoint, [.. HeadersIn(variable("OTEL_EXPORTER_OTLP_HEADERS") ?? "")],
                variable("OTEL_SERVICE_NAME") is { Length: > 0 } name ? name : "dxflow")
            : null;
    }

    private static string Below(string root) => root.TrimEnd('/') + "/" + Path;

    /// <summary><c>NAME=VALUE,…</c>, percent-encoded.</summary>
    private static IEnumerable<KeyValuePair<string, string>> HeadersIn(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static pair => pair.Split('=', 2))
            .Where(static pair => pair.Length == 2)
            .Select(static pair => KeyValuePair.Create(pair[0].Trim(), Uri.UnescapeDataString(pair[1].Trim())));
}
