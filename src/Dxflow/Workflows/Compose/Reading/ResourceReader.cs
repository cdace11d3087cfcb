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
            var resource = new ResourceSpec(name.Text, name.At, value, External: false);
            if (value is MapNode body)
            {
                context.CheckKeys(body, known, $"`{key}`");
                KeptReader.Resolve(body, context);
                resource = One(resource, body, known, context);
            }
            else if (value is not ScalarNode { IsNull: true })
            {
                context.Map(value, $"`{ReadingContext.Short(name.Text)}` in `{key}`");
            }

            resources.Add(resource);
        }

        return resources;
    }

    private static ResourceSpec One(ResourceSpec named, MapNode body, string[] known, ReadingContext context)
    {
        var reader = new MapReader(body, context);
        var old = reader["external"] is MapNode external ? new MapReader(external, context).Text("name") : null;
        var resource = named with
        {
            External = reader["external"] is MapNode || (reader.Bool("external")?.Value ?? false),
            Internal = known.Contains("internal") && (reader.Bool("internal")?.Value ?? false),
            Given = reader.Text("name") ?? old,
        };
        return known.Contains("file") ? ContentReader.Read(resource, reader, body, context) : resource;
    }
}
