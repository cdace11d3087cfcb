using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Runs.Telemetry;

/// <summary>How runs have ended since the engine began.</summary>
internal sealed class RunMeter
{
    private static readonly RunStatus[] Final = [.. Enum.GetValues<RunStatus>().Where(static status => status.IsFinal())];
    private readonly long[] _ended = new long[Enum.GetValues<RunStatus>().Length];

    public IReadOnlyList<(string Status, long Count)> Ended =>
        [.. Final.Select(status => (status.ToString().ToLowerInvariant(), Volatile.Read(ref _ended[(int)status])))];

    public void Counted(RunStatus status) => Interlocked.Increment(ref _ended[(int)status]);
}
