namespace Dxflow.Sdk.Flows.Steps;

/// <summary>A step whose body is another flow, once.</summary>
public sealed class FlowStep : CallStep<FlowStep>
{
    internal FlowStep(Flow flow, string name, Flow called)
        : base(flow, name, called)
    {
    }

    /// <summary>An output of the flow that is called.</summary>
    public Ref<T> Out<T>(FlowOutput<T> output) => new(Output(Theirs(output.Flow, output.Name)));

    /// <summary>What each turn of <c>Repeat</c> has given.</summary>
    public Ref<IReadOnlyList<T>> Turns<T>(FlowOutput<T> output) => new(Turns(Theirs(output.Flow, output.Name)));
}
