using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;

namespace Dxflow.Workflows.Compose.Resources;

/// <summary><c>external</c> in both forms, and what may stand beside it.</summary>
internal static class ExternalReader
{
    public static bool Read(string kind, MapNode body, ReadingContext context)
    {
        var reader = new MapReader(body, context);
        var map = reader["external"] as MapNode;
        if (map is not null)
        {
            context.CheckKeys(map, KnownKeys.External, "`external`");
            context.Problems.Warn(map.At, "`external: { name: … }` is obsolete", "Write external: true, and name: beside it.");
        }

        var external = map is not null || (reader.Bool("external")?.Value ?? false);
        foreach (var (key, _) in external && kind is "networks" or "volumes" ? body.Entries : [])
        {
            if (key.Text is not ("external" or "name") && !key.Text.StartsWith("x-", StringComparison.Ordinal))
            {
                context.Error(
                    key.At, $"`{ReadingContext.Short(key.Text)}` and `external` exclude each other: what is external is not made here",
                    "Keep one of the two.");
            }
        }

        return external;
    }

    /// <summary>The name in the container engine, if the document gives one.</summary>
    public static string? Name(MapReader body, ReadingContext context) =>
        body.Text("name")?.Value
        ?? (body["external"] is MapNode map ? new MapReader(map, context).Text("name")?.Value : null);
}
