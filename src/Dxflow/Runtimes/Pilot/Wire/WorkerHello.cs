namespace Dxflow.Runtimes.Pilot.Wire;

/// <summary>
/// The first thing that a worker says, and who it is; <see cref="LeftSeconds"/> is how long its job is there yet (null: nobody knows).
/// </summary>
internal sealed record WorkerHello(int Protocol, string Key, string Secret, double? LeftSeconds = null)
{
    public const int ProtocolNow = 1;
}

/// <summary>The engine's answer; with <see cref="Refused"/> it is the last thing that is said.</summary>
internal sealed record EngineWelcome(int Protocol, string? Refused = null);
