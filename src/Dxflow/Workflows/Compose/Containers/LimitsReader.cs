using System.Text.RegularExpressions;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary>Limits beside cpus and memory, which are the task's own.</summary>
internal static partial class LimitsReader
{
    private static readonly (string Is, string Fix) CpuSetText = ("a list of cpus", "Write 0-3 or 0,2.");

    public static ContainerLimits? Read(ServiceSpec service, MapReader reader, ReadingContext context)
    {
        var limits = new ContainerLimits(
            service.Resources.ReservedMemoryBytes?.Value,
            Swap(service, reader, context),
            (int?)reader.Long("mem_swappiness", 0, 100),
            reader.Size("shm_size"),
            Pids(reader, context),
            reader.Bool("oom_kill_disable")?.Value ?? false,
            (int?)reader.Long("oom_score_adj", -1000, 1000),
            reader.Long("cpu_shares", 0),
            Time(reader, "cpu_period", context),
            Quota(reader, context),
            Time(reader, "cpu_rt_period", context),
            Time(reader, "cpu_rt_runtime", context),
            reader["cpuset"] is { } cpus ? context.Formed(cpus, "`cpuset`", CpuSet(), CpuSetText) : null,
            reader.Long("cpu_count", 0),
            reader.Long("cpu_percent", 0, 100),
            UlimitReader.Read(reader, context),
            BlockIoReader.Read(reader, context));
        return limits == new ContainerLimits() ? null : limits;
    }

    private static long? Swap(ServiceSpec service, MapReader reader, ReadingContext context)
    {
        var swap = reader.Size("memswap_limit", orUnlimited: true);
        if (swap > 0 && (service.Resources.LimitMemoryBytes is not { } memory || memory.Value > swap))
        {
            context.Error(
                reader["memswap_limit"]!.At, "`memswap_limit` is memory and swap together, and must be at least the memory's own limit",
                "Write mem_limit with at most this, or -1 for any swap.");
        }

        // Zero is "not set", as in Docker.
        return swap == 0 ? null : swap;
    }

    private static long? Pids(MapReader reader, ReadingContext context)
    {
        var own = reader.Long("pids_limit", -1);
        var deployed = reader["deploy"] is MapNode deploy && deploy["resources"] is MapNode resources
            && resources["limits"] is MapNode limits ? new MapReader(limits, context).Long("pids", -1) : null;
        if (own is { } one && deployed is { } other && one != other)
        {
            context.Error(
                reader["pids_limit"]!.At, $"`pids_limit` says {one}, and `deploy.resources.limits.pids` says {other}",
                "Keep one of the two.");
        }

        return (own ?? deployed) is not 0 and var pids ? pids : null;
    }

    private static long? Time(MapReader reader, string key, ReadingContext context) =>
        reader[key] is { } node ? context.Microseconds(node, $"`{key}`") : null;

    private static long? Quota(MapReader reader, ReadingContext context) =>
        reader["cpu_quota"] is ScalarNode { Text: "-1" } ? -1 : Time(reader, "cpu_quota", context);

    [GeneratedRegex(@"^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex CpuSet();
}
