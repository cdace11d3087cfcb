namespace Dxflow.Sdk.Ops;

/// <summary>A failure that may not come again: the step's <c>retry</c> attempts it anew. Exit code 75.</summary>
public sealed class TransientException(string message, Exception? cause = null) : Exception(message, cause);
