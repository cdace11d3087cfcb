namespace Dxflow.Runtimes.Batch;

/// <summary>
/// <see cref="Home"/> is a directory of the engine's own that nodes see, unless the target has one of its own. <see cref="IsThere"/>:
/// whether the scheduler is on this machine (null: that was said by whoever wrote the target down). The rest is as for processes.
/// </summary>
internal sealed record BatchRuntimeOptions(
    string Home,
    BatchTarget Target,
    IReadOnlyList<string>? PassEnvironment = null,
    long LogBytesMax = Process.ProcessRuntimeOptions.LogBytesMaxDefault,
    Func<bool>? IsThere = null);
