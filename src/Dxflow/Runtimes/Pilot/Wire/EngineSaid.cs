namespace Dxflow.Runtimes.Pilot.Wire;

/// <summary>An attempt that is to end: the signal, then after the grace the kill. Grace in seconds; null: the signal alone.</summary>
internal sealed record StopOrder(AttemptId Id, string Directory, string Signal, double? GraceSeconds);

/// <summary>What an engine says to a worker. With nothing in it, it says that the engine is there.</summary>
internal sealed record EngineSaid(
    IReadOnlyList<Handed>? Start = null, IReadOnlyList<StopOrder>? Stop = null, bool Leave = false);
