namespace Dxflow.Sdk.Flows.Steps;

/// <summary>A step that runs a command or a script once.</summary>
public sealed class Step : BodyStep<Step>
{
    internal Step(Flow flow, string name)
        : base(flow, name)
    {
    }

    /// <summary>Something that the step leaves.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="place">Where it is; otherwise <c>outputs/NAME</c>.</param>
    /// <param name="optional">Whether it may be missing, and is null then.</param>
    public StepOutput<T, T> Output<T>(string name, OutputPlace? place = null, bool optional = false)
    {
        Declare<T>(name, place ?? OutputPlace.Of(name), optional);
        return new(Output(name), Own(name), Turns(name));
    }
}
