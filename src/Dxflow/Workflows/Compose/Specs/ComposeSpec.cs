using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Variables;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>
/// What the user wrote in a document, typed and placed, every service in document order whether enabled or not. No <c>${}</c> is
/// left in typed values; the nodes (<see cref="Workflow"/>, <see cref="Workflows"/>, steps, extensions) still hold theirs and
/// are read through <see cref="ComposeReading.Interpolation"/>.
/// </summary>
internal sealed record ComposeSpec(
    Placed<string> Name,
    string ProjectDirectory,
    IReadOnlyList<ServiceSpec> Services,
    IReadOnlyList<ResourceSpec> Networks,
    IReadOnlyList<ResourceSpec> Volumes,
    IReadOnlyList<ResourceSpec> Configs,
    IReadOnlyList<ResourceSpec> Secrets,
    Node? Workflow,
    Node? Workflows,
    IReadOnlyList<MapEntry> Extensions,
    IReadOnlyList<string> ActiveProfiles)
{
    private readonly HashSet<string> _internal =
        Networks.Where(network => network.Internal).Select(network => network.Name).ToHashSet(StringComparer.Ordinal);

    public ServiceSpec? Service(string name) => Services.FirstOrDefault(service => service.Name == name);

    public bool IsInternal(string network) => _internal.Contains(network);
}
