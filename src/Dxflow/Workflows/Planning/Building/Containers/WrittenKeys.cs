using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building.Containers;

/// <summary>
/// Where the keys stand that may need a permission: a service's by name, a mount by its target (<c>volumes /data</c>), and of what it uses
/// of the top level <c>networks.NAME</c>, <c>volumes.NAME</c>, <c>configs.NAME</c> and <c>secrets.NAME</c>.
/// </summary>
internal static class WrittenKeys
{
    public static IReadOnlyDictionary<string, Place> Of(ServiceSpec service, ComposeSpec spec)
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var (key, _) in service.Node.Entries)
        {
            if (ServiceKeys.All.TryGetValue(key.Text, out var known) && (known.Containers == OnContainers.Guarded || key.Text == "deploy"))
            {
                places[key.Text] = key.At;
            }
        }

        foreach (var mount in service.Volumes)
        {
            places[$"volumes {mount.Value.Target}"] = mount.At;
        }

        Add("networks", spec.Networks, service.Networks.Select(network => network.Value));
        Add("volumes", spec.Volumes, service.Volumes.Where(mount => mount.Value.Type == "volume").Select(mount => mount.Value.Source));
        Add("configs", spec.Configs, service.Container?.Files?.Where(file => !file.Secret).Select(file => file.Name));
        Add("secrets", spec.Secrets, service.Container?.Files?.Where(file => file.Secret).Select(file => file.Name));
        Add("secrets", spec.Secrets, service.Container?.Image.Build?.Secrets?.Select(file => file.Name));
        return places;

        void Add(string kind, IReadOnlyList<ResourceSpec> declared, IEnumerable<string?>? used)
        {
            foreach (var name in used ?? [])
            {
                if (declared.FirstOrDefault(resource => resource.Name == name) is { } resource)
                {
                    places[$"{kind}.{name}"] = resource.At;
                }
            }
        }
    }
}
