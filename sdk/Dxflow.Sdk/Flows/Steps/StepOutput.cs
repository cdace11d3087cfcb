using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Steps;

/// <summary>An output of a step, as other steps take it.</summary>
/// <typeparam name="TSeen">What others see: of a fan-out a list.</typeparam>
/// <typeparam name="T">What one slice leaves.</typeparam>
public sealed class StepOutput<TSeen, T> : Ref<TSeen>
{
    internal StepOutput(Formula formula, Formula own, Formula turns)
        : base(formula) => (Own, Turns) = (new(own), new(turns));

    /// <summary>What the turn has just left, for the step's own <c>Repeat</c> and <c>Carry</c>.</summary>
    public Ref<T> Own { get; }

    /// <summary>What each turn of <c>Repeat</c> has left; of a fan-out a list of turns for each slice.</summary>
    public Ref<IReadOnlyList<TSeen>> Turns { get; }
}
