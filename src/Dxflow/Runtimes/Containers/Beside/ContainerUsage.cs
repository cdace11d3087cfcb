using Dxflow.Runtimes.Containers.Api.Answers;

namespace Dxflow.Runtimes.Containers.Beside;

/// <summary>One look at what a container uses; null for one that does not run, of which engines give an empty picture.</summary>
internal static class ContainerUsage
{
    private const double NanosecondsPerSecond = 1e9;

    public static TaskUsage? Of(StatsAnswer? stats, bool hasInit) => stats?.Pids?.Current is > 0 and var processes
        ? new TaskUsage(
            stats.Cpu?.Usage?.Total / NanosecondsPerSecond,
            stats.Memory?.MaxUsage,
            stats.Memory?.Usage,
            processes - (hasInit ? 1 : 0),
            Blocks(stats, "read"),
            Blocks(stats, "write"),
            stats.Networks?.Values.Sum(static one => one.Received),
            stats.Networks?.Values.Sum(static one => one.Sent))
        : null;

    private static long? Blocks(StatsAnswer stats, string what) =>
        stats.Block?.Bytes?.Where(one => string.Equals(one.Op, what, StringComparison.OrdinalIgnoreCase)).Sum(static one => one.Value);
}
