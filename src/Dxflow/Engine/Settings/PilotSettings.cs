using System.Net;

namespace Dxflow.Engine.Settings;

/// <summary>How pilots are, as their owner wrote it down (`mode: pilot`). Null is our default, or the site's.</summary>
internal sealed record PilotSettings(
    int Cpus,
    long? MemoryBytes = null,
    TimeSpan? Time = null,
    int? Min = null,
    int? Max = null,
    TimeSpan? Idle = null,
    int? Backlog = null,
    IPEndPoint? Listen = null,
    string? Program = null);
