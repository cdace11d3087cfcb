namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>What a reference points at.</summary>
internal enum ReferenceKind
{
    Input,
    WorkflowInput,
    StepOutput,
    StepStatus,
    StepOkCount,
    StepFailedCount,
    StepTurns,
    Index,
    Each,
    Turn,
    TurnOutput,
    RunId,
    RunNumber,
    RunWorkflow,
    RunState,
    RunReason,
    RunFailed,
    ServiceHost,
    ServicePort,
    Volume,
    Secret,
}
