namespace Dxflow.Objects.Keeping;

/// <summary>What became of a run; no time while it goes on.</summary>
internal sealed record RunFate(DateTimeOffset? EndedAt);

/// <summary>What the engine knows of a run; null if there is none, or none any more.</summary>
internal delegate Task<RunFate?> FindRun(string workflow, int number);
