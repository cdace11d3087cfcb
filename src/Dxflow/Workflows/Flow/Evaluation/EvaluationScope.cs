using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Evaluation;

/// <summary>The value of a reference at the moment of evaluation; a <see cref="FlowException"/> if it has none.</summary>
internal delegate FlowValue ReferenceValue(Reference reference);

/// <summary>All files and directories below a stored directory, by path relative to it.</summary>
internal delegate IReadOnlyDictionary<string, ArtifactValue> DirectoryTree(ArtifactValue directory);

/// <summary>What an expression sees. Without a tree, <c>path</c> and <c>files</c> fail.</summary>
internal sealed record EvaluationScope(ReferenceValue Value, DirectoryTree? Tree = null);
