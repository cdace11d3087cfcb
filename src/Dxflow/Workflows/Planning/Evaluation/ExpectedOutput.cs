using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>A declared output with the path or pattern, evaluated, at which it is looked for in the work directory.</summary>
internal sealed record ExpectedOutput(OutputPlan Plan, FlowType Type, string Path);
