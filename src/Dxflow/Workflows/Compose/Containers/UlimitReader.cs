using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary><c>ulimits</c>: a number for both limits, or a map of the two; -1 is unlimited.</summary>
internal static class UlimitReader
{
    private static readonly string[] Names =
    [
        "as", "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime",
        "sigpending", "stack",
    ];

    public static IReadOnlyList<ContainerUlimit>? Read(MapReader reader, ReadingContext context)
    {
        if (reader.Map("ulimits") is not { } map)
        {
            return null;
        }

        var limits = new List<ContainerUlimit>();
        foreach (var (name, value) in map.Entries)
        {
            if (!Names.Contains(name.Text))
            {
                context.UnknownKey(name, Names, "`ulimits`");
            }
            else if (Limit(name.Text, value, context) is { } limit)
            {
                limits.Add(limit);
            }
        }

        return limits.Count > 0 ? limits : null;
    }

    private static ContainerUlimit? Limit(string name, Node value, ReadingContext context)
    {
        if (value is not MapNode map)
        {
            return context.Long(value, $"`{name}` in `ulimits`", -1) is { } both ? new ContainerUlimit(name, both, both) : null;
        }

        context.CheckKeys(map, KnownKeys.Ulimit, $"`{name}` in `ulimits`");
        var reader = new MapReader(map, context);
        var (soft, hard) = (reader.Long("soft", -1), reader.Long("hard", -1));
        if (reader["soft"] is null || reader["hard"] is null)
        {
            context.Error(
                map.At, $"`{name}` in `ulimits` needs both limits", $"Write {name}: {{ soft: 1024, hard: 2048 }}, or one number.");
        }
        else if (soft is { } low && hard is { } high && high >= 0 && (low > high || low < 0))
        {
            context.Error(map.At, $"the soft limit of `{name}` is above the hard one", "Raise the hard limit, or lower the soft one.");
        }

        return soft is { } first && hard is { } second ? new ContainerUlimit(name, first, second) : null;
    }
}
