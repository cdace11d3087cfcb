namespace Dxflow.Runtimes.Pilot.Wire;

/// <summary>An attempt that a worker is to run, or runs: where it is, and how much of the node it takes (bytes).</summary>
internal sealed record Handed(AttemptId Id, string Directory, double Cpus, long MemoryBytes);

/// <summary>
/// What a worker says. <see cref="Holds"/>, once, before anything else: what it runs already. <see cref="Elsewhere"/>: attempts that it
/// does not have, as another has taken their token, or that it could not look at. <see cref="IsLeaving"/>: it takes no more. With nothing
/// in it, it says that the worker is there.
/// </summary>
internal sealed record WorkerSaid(
    IReadOnlyList<Handed>? Holds = null,
    IReadOnlyList<TaskReport>? Reports = null,
    IReadOnlyList<AttemptId>? Elsewhere = null,
    bool IsLeaving = false);
