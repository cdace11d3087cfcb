namespace Dxflow.Runtimes.Batch;

/// <summary>
/// <see cref="Home"/> is a directory of the engine's own that nodes see, unless the target has one of its own. The rest is as for
/// processes.
/// </summary>
internal sealed record BatchRuntimeOptions(
    string Home,
    BatchTarget Target,
    IReadOnlyList<string>? PassEnvironment = null,
    long LogBytesMax = Process.ProcessRuntimeOptions.LogBytesMaxDefault);
