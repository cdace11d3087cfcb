using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Steps;

/// <summary>An output of a step, as other steps take it.</summary>
/// <typeparam name="TSeen">What others see: of a fan-out a list.</typeparam>
/// <typeparam name="T">What one slice leaves.</typeparam>
public sealed class StepOutput<TSeen, T> : Ref<TSeen>
{
    internal StepOutput(Formula formula, Formula own)
        : base(formula) => Own = new(own);

    /// <summary>What the turn has just left, for the step's own <c>Repeat</c> and <c>Carry</c>.</summary>
    public Ref<T> Own { get; }
}
