using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Services;

/// <summary><c>healthcheck</c>: a test as <c>NONE</c>, <c>CMD</c>, <c>CMD-SHELL</c> or one text, and its times.</summary>
internal static class HealthcheckReader
{
    private const string TestFix = "Write [\"CMD\", \"program\", \"argument\"], [\"CMD-SHELL\", \"line\"] or [\"NONE\"].";

    public static HealthcheckSpec? Read(MapReader service, ReadingContext context)
    {
        if (service.Map("healthcheck") is not { } map)
        {
            return null;
        }

        context.CheckKeys(map, KnownKeys.Healthcheck, "`healthcheck`");
        var reader = new MapReader(map, context);
        var test = Test(reader, context);
        var disabled = reader.Bool("disable")?.Value ?? false;
        return new HealthcheckSpec(
            disabled ? [] : test ?? [],
            disabled || test is ["NONE"],
            map.At,
            reader.Duration("interval"),
            reader.Duration("timeout"),
            reader.Int("retries", 0),
            reader.Duration("start_period"),
            reader.Duration("start_interval"));
    }

    private static IReadOnlyList<string>? Test(MapReader reader, ReadingContext context)
    {
        if (reader["test"] is not { } node)
        {
            return null;
        }

        if (node is ScalarNode)
        {
            return context.Text(node, "`test`") is { Length: > 0 } line ? Shell(line) : null;
        }

        var words = reader.Texts("test").Select(word => word.Value).ToList();
        switch (words)
        {
            case ["NONE"]:
                return words;
            case ["CMD", _, ..]:
                return words[1..];
            case ["CMD-SHELL", var line]:
                return Shell(line);
            case [] when node is MapNode:
                return null;
            default:
                context.Error(node.At, "`test` begins with none of CMD, CMD-SHELL and NONE, or has too few or too many words", TestFix);
                return null;
        }
    }

    private static string[] Shell(string line) => ["/bin/sh", "-c", line];
}
