namespace Dxflow.Surfaces.Wire;

/// <summary>What <c>GET /healthz</c> says to anybody: <c>ok</c> or <c>stopping</c>.</summary>
internal sealed record HealthAnswer(string Status);
