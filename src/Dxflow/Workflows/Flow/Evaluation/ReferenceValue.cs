using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Evaluation;

/// <summary>The value of a reference at the moment of evaluation; a <see cref="FlowException"/> if it has none.</summary>
internal delegate FlowValue ReferenceValue(Reference reference);
