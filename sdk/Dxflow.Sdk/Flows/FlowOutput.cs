namespace Dxflow.Sdk.Flows;

/// <summary>What a flow gives when it is done.</summary>
public sealed class FlowOutput<T>
{
    internal FlowOutput(Flow flow, string name) => (Flow, Name) = (flow, name);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    internal Flow Flow { get; }
}
