namespace Dxflow.Sdk.Flows.Steps;

/// <summary>A step that is fanned out: one slice for each element. Its outputs are lists, in the order of the elements.</summary>
public interface IForEach;
