using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Resources;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Reading;

/// <summary>The top-level maps <c>networks</c>, <c>volumes</c>, <c>configs</c> and <c>secrets</c>.</summary>
internal static class ResourceReader
{
    /// <summary><paramref name="used"/>: configs and secrets that services are given; the contents of others are not read.</summary>
    public static IReadOnlyList<ResourceSpec> Read(
        MapReader root, string key, string[] known, ReadingContext context, IReadOnlySet<string>? used = null)
    {
        if (root.Map(key) is not { } map)
        {
            return [];
        }

        var resources = new List<ResourceSpec>(map.Entries.Count);
        foreach (var (name, value) in map.Entries)
        {
            if (value is MapNode body)
            {
                context.CheckKeys(body, known, $"`{key}`");
            }
            else if (value is not ScalarNode { IsNull: true })
            {
                context.Map(value, $"`{ReadingContext.Short(name.Text)}` in `{key}`");
            }

            resources.Add(Typed(name, value, key, context, used));
        }

        return resources;
    }

    /// <summary>Configs and secrets that a service, or the build of its image, is given.</summary>
    public static IReadOnlySet<string> Used(IEnumerable<ServiceSpec> services, bool secret) => services
        .SelectMany(service => (service.Container?.Files ?? []).Concat(service.Container?.Image.Build?.Secrets ?? []))
        .Where(file => file.Secret == secret).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);

    private static ResourceSpec Typed(ScalarNode name, Node value, string key, ReadingContext context, IReadOnlySet<string>? used)
    {
        var body = value as MapNode ?? new MapNode(value.At, []);
        var reader = new MapReader(body, context);
        var external = ExternalReader.Read(key, body, context);
        var old = reader["external"] is MapNode named ? new MapReader(named, context).Text("name") : null;
        var spec = new ResourceSpec(name.Text, name.At, value, external, Given: reader.Text("name") ?? old);
        switch (key)
        {
            case "networks":
                var network = NetworkReader.Read(name.Text, external, reader, context);
                return spec with { Internal = network.Internal, Network = network };
            case "volumes":
                VolumeReader.CheckName(name, context);
                return spec with { Volume = VolumeReader.Read(name.Text, external, reader, context) };
            default:
                spec = ContentReader.Read(spec, reader, body, context);
                return used?.Contains(name.Text) ?? false ? spec with { Source = FileSourceReader.Read(key, spec, reader, context) } : spec;
        }
    }
}
