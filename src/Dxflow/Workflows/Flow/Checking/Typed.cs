using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Checking;

/// <summary>A checked part of an expression: the tree with its conversions, its type, and if that may be null, why.</summary>
internal sealed record Typed(Expression Node, FlowType Type, string? Because = null);
