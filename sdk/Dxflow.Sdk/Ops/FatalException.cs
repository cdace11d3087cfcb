namespace Dxflow.Sdk.Ops;

/// <summary>A failure that will come again whatever is tried, so that nothing is. Exit code 70.</summary>
public sealed class FatalException(string message, Exception? cause = null) : Exception(message, cause);
