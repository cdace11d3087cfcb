using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Steps;

/// <summary>A step whose body is another flow, once for each element: each goes on by itself, without waiting for the others.</summary>
public sealed class FlowForEach : CallStep<FlowForEach>, IForEach
{
    internal FlowForEach(Flow flow, string name, Flow called)
        : base(flow, name, called)
    {
    }

    /// <summary>Gives each instance one element of a list; several lists go side by side and have one length.</summary>
    public FlowForEach Each<T>(FlowInput<T> input, Ref<IReadOnlyList<T>> list) =>
        Each(Theirs(input.Flow, input.Name), list, out var element).With(input, element);

    /// <summary>A list to fan out over that is no input by itself, as pairs are: its element is for <c>With</c>.</summary>
    public FlowForEach Each<T>(string name, Ref<IReadOnlyList<T>> list, out Ref<T> element)
    {
        element = new(Formula.Each(name, this));
        return Add("each", Names.Value(name), Values(list, $"the list `{name}`"));
    }

    /// <summary>An output of the flow that is called, of all instances.</summary>
    public Ref<IReadOnlyList<T>> Out<T>(FlowOutput<T> output) => new(Output(Theirs(output.Flow, output.Name)));

    /// <summary>What each turn of <c>Repeat</c> has given, a list for each instance.</summary>
    public Ref<IReadOnlyList<IReadOnlyList<T>>> Turns<T>(FlowOutput<T> output) => new(Turns(Theirs(output.Flow, output.Name)));
}
