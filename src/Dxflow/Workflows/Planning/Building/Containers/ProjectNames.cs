using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning.Building.Volumes;

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

    /// <summary>Documents that are called have the volumes of the one that is run.</summary>
    public static string Volume(string key, PlanContext context)
    {
        var volume = VolumeBuilder.Declared(key, context);
        return Named(key, volume?.Volume?.Name, volume?.External ?? false, (context.Run ?? context).Spec);
    }

    private static string Named(string key, string? written, bool external, ComposeSpec spec) =>
        !string.IsNullOrEmpty(written) ? written : external ? key : RunProject.Default(spec.Name.Value, key);
}
