using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Services;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Reading;

/// <summary>The top-level maps <c>networks</c>, <c>volumes</c>, <c>configs</c> and <c>secrets</c>.</summary>
internal static class ResourceReader
{
    public static IReadOnlyList<ResourceSpec> Read(MapReader root, string key, string[] known, ReadingContext context)
    {
        if (root.Map(key) is not { } map)
        {
            return [];
        }

        var resources = new List<ResourceSpec>(map.Entries.Count);
        foreach (var (name, value) in map.Entries)
        {
            var external = false;
            var isInternal = false;
            if (value is MapNode body)
            {
                context.CheckKeys(body, known, $"`{key}`");
                KeptReader.Resolve(body, context);
                var reader = new MapReader(body, context);
                external = reader["external"] is MapNode || (reader.Bool("external")?.Value ?? false);
                isInternal = known.Contains("internal") && (reader.Bool("internal")?.Value ?? false);
            }
            else if (value is not ScalarNode { IsNull: true })
            {
                context.Map(value, $"`{ReadingContext.Short(name.Text)}` in `{key}`");
            }

            resources.Add(new ResourceSpec(name.Text, name.At, value, external, isInternal));
        }

        return resources;
    }
}
