namespace Dxflow.Runtimes.Containers.Specs;

/// <summary>
/// What of a project's containers is to stay: of each service of <see cref="Instances"/> so many of the first; those of
/// <see cref="Others"/> all, which the document has and the run has not, or which are another run's. A container of any other service
/// is an orphan: it is told, and with <see cref="RemoveOrphans"/> it goes.
/// </summary>
internal sealed record ProjectStay(
    IReadOnlyDictionary<string, int> Instances, IReadOnlySet<string> Others, bool RemoveOrphans = false);

/// <summary>A container that stays and belongs to no service of the document. One that is not <see cref="IsOurs"/> always does.</summary>
internal sealed record OrphanLeft(string Container, bool IsOurs);
