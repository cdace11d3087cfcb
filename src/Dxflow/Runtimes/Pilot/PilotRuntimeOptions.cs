using Dxflow.Runtimes.Batch;

namespace Dxflow.Runtimes.Pilot;

/// <summary>
/// <see cref="Home"/> is a directory of the engine's own that nodes see, unless the target has one of its own. The rest is as for
/// processes.
/// </summary>
internal sealed record PilotRuntimeOptions(
    string Home,
    BatchTarget Target,
    PilotTerms Terms,
    IReadOnlyList<string>? PassEnvironment = null,
    long LogBytesMax = Process.ProcessRuntimeOptions.LogBytesMaxDefault);
