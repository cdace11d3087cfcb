using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Evaluation;

/// <summary>What an expression sees. Without a tree, <c>path</c> and <c>files</c> fail.</summary>
internal sealed record EvaluationScope(ReferenceValue Value, DirectoryTree? Tree = null);
