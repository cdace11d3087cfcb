using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building.Containers;

/// <summary>What things of a document are called in a container engine: Compose's own names.</summary>
internal static class ProjectNames
{
    public const string DefaultNetwork = "default";

    public static string Image(ServiceSpec service, ComposeSpec spec) => service.Image?.Value ?? $"{spec.Name.Value}-{service.Name}";

    public static string Network(string key, ComposeSpec spec)
    {
        var network = spec.Networks.FirstOrDefault(one => one.Name == key);
        return Named(key, network?.Network?.Name, network?.External ?? false, spec);
    }

    public static string Volume(string key, ComposeSpec spec)
    {
        var volume = spec.Volumes.FirstOrDefault(one => one.Name == key);
        return Named(key, volume?.Volume?.Name, volume?.External ?? false, spec);
    }

    private static string Named(string key, string? written, bool external, ComposeSpec spec) =>
        !string.IsNullOrEmpty(written) ? written : external ? key : RunProject.Default(spec.Name.Value, key);
}
