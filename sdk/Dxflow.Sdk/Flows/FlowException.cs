namespace Dxflow.Sdk.Flows;

/// <summary>
/// A flow that cannot be written down: a name that is none or is taken, an input without a value, a reference out of its step or flow.
/// The message says what is wrong, where, and what to do. What only the engine can know it says itself, as <see cref="DxflowException"/>.
/// </summary>
public sealed class FlowException(string message) : Exception(message);
