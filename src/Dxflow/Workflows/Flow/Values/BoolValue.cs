namespace Dxflow.Workflows.Flow.Values;

internal sealed record BoolValue(bool Value) : FlowValue
{
    public static readonly BoolValue True = new(true);
    public static readonly BoolValue False = new(false);

    public static BoolValue Of(bool value) => value ? True : False;
}
