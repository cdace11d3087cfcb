namespace Dxflow.Surfaces.Wire;

/// <summary>
/// What <c>GET /healthz</c> says to anybody, <c>ok</c> or <c>stopping</c>, and <c>GET /readyz</c>: <c>ready</c>, <c>stopping</c>, or
/// <c>unready</c> with the reason.
/// </summary>
internal sealed record HealthAnswer(string Status, string? Reason = null);
