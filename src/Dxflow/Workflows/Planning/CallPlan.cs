using System.Text.Json.Serialization;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Planning;

/// <summary>
/// A slice of this step is no task but an instance of a body: <see cref="BodyPlan"/> number <see cref="Body"/> of
/// <see cref="BodyPlan.All"/>. <see cref="With"/> are the values of the body's inputs, evaluated where the step stands. An
/// <see cref="Inline"/> body is the step itself, one turn of its loop: its one node is evaluated where the step stands, as the slice
/// that it is of.
/// </summary>
internal sealed record CallPlan(int Body, IReadOnlyList<InputPlan> With, bool Inline = false);

/// <summary>
/// A loop: turns from 0, at most <see cref="Max"/>, until <see cref="Until"/> (a condition over the turn's <c>outputs</c>) holds; without
/// one exactly <see cref="Max"/>. From turn 1 on each carried input has what its template gives over the outputs of the turn before.
/// <see cref="AcceptMax"/>: it is no failure if the condition never held.
/// </summary>
internal sealed record RepeatPlan(int Max, Template? Until, IReadOnlyList<CarryPlan> Carry, bool AcceptMax = false);

internal sealed record CarryPlan(string Input, Template From, Place At);

/// <summary>
/// A document whose steps are the body of another step: <see cref="Count"/> nodes of the plan from <see cref="First"/> on, which depend
/// on each other alone. <see cref="Directory"/> is its own, where that is not the project's.
/// </summary>
internal sealed record BodyPlan(
    string Name,
    int First,
    int Count,
    IReadOnlyList<InputPlan> Inputs,
    IReadOnlyList<OutputPlan> Outputs,
    int? Parallel = null,
    TimeSpan? Timeout = null,
    bool FailFast = false,
    int? OnExit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Directory = null)
{
    /// <summary>Whether a step, by its number in a run's events, is of a called document or a turn of a loop.</summary>
    public static bool IsCalled(RunPlan plan, int step) => plan.Bodies is { Count: > 0 } bodies && step >= bodies[0].First;

    /// <summary>All bodies of a plan by their number; number 0 is the document itself.</summary>
    public static IReadOnlyList<BodyPlan> All(RunPlan plan) =>
    [
        new BodyPlan(
            plan.Workflow, 0, plan.Bodies is { Count: > 0 } bodies ? bodies[0].First : plan.Nodes.Count, plan.Inputs, plan.Outputs,
            plan.Parallel, plan.Timeout, plan.FailFast, plan.OnExit),
        .. plan.Bodies ?? [],
    ];
}
