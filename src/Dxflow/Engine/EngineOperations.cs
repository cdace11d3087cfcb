using Dxflow.Engine.Metrics;
using Dxflow.Operations;

namespace Dxflow.Engine;

/// <summary>The engine about itself.</summary>
internal static class EngineOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "engine.info", "GET /api/engine", Permission.None, Effect.Reads, "Show what the engine is and what it can run on.",
            EngineJson.Default,
            static (EngineLife engine, EngineInfoRequest _, Call _) => engine.InfoAsync()),
        Operation.Call(
            "engine.stat", "GET /api/engine/stat", Permission.None, Effect.Reads, "Show what the engine itself uses.",
            EngineJson.Default,
            static (EngineLife engine, EngineStatRequest _, Call _) => engine.StatAsync()),
        Operation.Call(
            "engine.ping", "GET /api/engine/ping", Permission.None, Effect.Reads, "Answer, with the engine's clock.",
            EngineJson.Default,
            static (EngineLife engine, PingRequest _, Call _) => Task.FromResult(new Pong(engine.Now))),
        Operation.Call(
            "engine.healthcheck", "GET /api/engine/health", Permission.None, Effect.Reads,
            "Say whether the engine takes work, and why not.",
            EngineJson.Default,
            static (EngineLife engine, HealthRequest _, Call _) => Task.FromResult(engine.Health())),
        Operation.Download(
            "engine.ca", "GET /api/engine/ca", Permission.None, Effect.Reads,
            "Save the certificate that the engine's servers are checked with.",
            EngineJson.Default,
            static (EngineLife engine, AuthorityRequest _, Call _) => engine.AuthorityAsync())
            .ForAnybody()
            .With("dxflow engine ca > dxflow-ca.pem", "curl --cacert dxflow-ca.pem https://engine.example:3936/healthz"),
        Operation.Call(
            "engine.restart", "POST /api/engine/restart", Permission.Master, Effect.Changes,
            "Go on as what the engine's program file holds by now; work is not interrupted.",
            EngineJson.Default,
            static (EngineLife engine, RestartEngine _, Call call) => engine.RestartAsync(call), relieves: true)
            .With("dxflow engine restart"),
        Operation.Download(
            "engine.metrics", "GET /metrics", Permission.None, Effect.Reads,
            "Show the engine in figures, as OpenMetrics or Prometheus' text.",
            EngineJson.Default,
            static (EngineMetrics metrics, MetricsRequest _, Call call) => metrics.ReadAsync(call.Accept))
            .With("dxflow engine metrics", "curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:3935/metrics"),
        Operation.Stream(
            "engine.logs", "GET /api/engine/logs", Permission.Master, Effect.Reads, "Show the engine's own log.",
            EngineJson.Default,
            static (EngineLife engine, EngineLogsRequest request, Call call) => engine.LogsAsync(request, call.Ended)),
    ];
}
