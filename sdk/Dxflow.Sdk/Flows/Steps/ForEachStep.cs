using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Steps;

/// <summary>A step that runs a command or a script once for each element of a list; see <see cref="ForEachOptions"/>.</summary>
public sealed class ForEachStep : BodyStep<ForEachStep>, IForEach
{
    internal ForEachStep(Flow flow, string name)
        : base(flow, name)
    {
    }

    /// <summary>A list to fan out over; several go side by side and have one length. Gives the element, which is an input too.</summary>
    public StepInput<T> Each<T>(string name, Ref<IReadOnlyList<T>> list)
    {
        Add("each", Names.Value(name), Values(list, $"the list `{name}`"));
        return new(Formula.Each(name, this), name);
    }

    /// <summary>Something that each slice leaves; others see the list of all.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="place">Where it is; otherwise <c>outputs/NAME</c>.</param>
    /// <param name="optional">Whether it may be missing, and is null then.</param>
    public StepOutput<IReadOnlyList<T>, T> Output<T>(string name, OutputPlace? place = null, bool optional = false)
    {
        Declare<T>(name, place ?? OutputPlace.Of(name), optional);
        return new(Output(name), Own(name), Turns(name));
    }
}
