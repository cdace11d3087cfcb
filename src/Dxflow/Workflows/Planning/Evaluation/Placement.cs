using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>An artifact that has to lie at <see cref="RelativePath"/> of the work directory before the task starts.</summary>
internal sealed record Placement(ArtifactValue Artifact, string RelativePath, bool Writable);
