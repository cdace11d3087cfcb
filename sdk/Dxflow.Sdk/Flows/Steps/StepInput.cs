using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Steps;

/// <summary>
/// An input of one step, as its own command, environment and paths may name it.
/// An artifact is the path that the task sees.
/// </summary>
public sealed class StepInput<T> : Ref<T>
{
    internal StepInput(Formula formula, string name)
        : base(formula) => Name = name;

    /// <summary>What it is called; the task has it as <c>DXFLOW_INPUT_NAME</c>.</summary>
    public string Name { get; }
}
