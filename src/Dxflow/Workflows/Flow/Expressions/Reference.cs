namespace Dxflow.Workflows.Flow.Expressions;

/// <summary>
/// A name from outside the expression. <see cref="Name"/> is the input, step, service, volume or secret; <see cref="Member"/> the
/// step's output; <see cref="Port"/> the service's own port.
/// </summary>
internal sealed record Reference(ReferenceKind Kind, string Name = "", string Member = "", int Port = 0)
{
    /// <summary>The step that must be final before this has a value, or null.</summary>
    public string? Step => Kind is >= ReferenceKind.StepOutput and <= ReferenceKind.StepTurns ? Name : null;

    /// <summary>Whether it may differ from slice to slice of one step, or from turn to turn.</summary>
    public bool IsOfSlice => Kind is ReferenceKind.Input or (>= ReferenceKind.Index and <= ReferenceKind.TurnOutput);

    /// <summary>The service that must be up before this has a value, or null.</summary>
    public string? Service => Kind is ReferenceKind.ServiceHost or ReferenceKind.ServicePort ? Name : null;

    /// <summary>As it is written; a name that the short form cannot hold is put in brackets.</summary>
    public override string ToString() => Kind switch
    {
        ReferenceKind.Input => "inputs." + Name,
        ReferenceKind.WorkflowInput => "workflow.inputs." + Name,
        ReferenceKind.StepOutput => $"steps{Named(Name)}.outputs.{Member}",
        ReferenceKind.StepStatus => $"steps{Named(Name)}.status",
        ReferenceKind.StepOkCount => $"steps{Named(Name)}.ok_count",
        ReferenceKind.StepFailedCount => $"steps{Named(Name)}.failed_count",
        ReferenceKind.StepTurns => $"steps{Named(Name)}.turns.{Member}",
        ReferenceKind.Index => "index",
        ReferenceKind.Each => "each." + Name,
        ReferenceKind.Turn => "turn",
        ReferenceKind.TurnOutput => "outputs." + Name,
        ReferenceKind.RunId => "run.id",
        ReferenceKind.RunNumber => "run.number",
        ReferenceKind.RunWorkflow => "run.workflow",
        ReferenceKind.RunState => "run.state",
        ReferenceKind.RunReason => "run.reason",
        ReferenceKind.RunFailed => "run.failed",
        ReferenceKind.ServiceHost => $"services{Named(Name)}.host",
        ReferenceKind.ServicePort => $"services{Named(Name)}.port({Port})",
        ReferenceKind.Volume => "volumes" + Named(Name),
        _ => "secrets" + Named(Name),
    };

    private static string Named(string name) => Lexer.IsDashedName(name) ? "." + name : $"[{ExpressionPrinter.Quote(name)}]";
}
