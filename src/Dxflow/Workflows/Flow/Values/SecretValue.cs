namespace Dxflow.Workflows.Flow.Values;

/// <summary>A text that is written nowhere but into the environment of the step that asks for it.</summary>
internal sealed record SecretValue(string Reveal) : FlowValue;
