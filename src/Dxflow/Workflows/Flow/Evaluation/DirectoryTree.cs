using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Evaluation;

/// <summary>All files and directories below a stored directory, by path relative to it.</summary>
internal delegate IReadOnlyDictionary<string, ArtifactValue> DirectoryTree(ArtifactValue directory);
