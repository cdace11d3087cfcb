namespace Dxflow.Runtimes.Containers.Specs;

/// <summary>What a container may do beyond, or not up to, what its engine gives every container.</summary>
internal sealed record ContainerSecurity(
    bool Privileged = false,
    IReadOnlyList<string>? CapAdd = null,
    IReadOnlyList<string>? CapDrop = null,
    IReadOnlyList<string>? SecurityOptions = null,
    IReadOnlyDictionary<string, string>? Sysctls = null);

/// <summary>
/// Namespaces shared with the host or another container: null for its own, else host, private, shareable, <c>service:NAME</c>,
/// <c>container:NAME</c>.
/// </summary>
internal sealed record ContainerNamespaces(
    string? Pid = null,
    string? Ipc = null,
    string? Uts = null,
    string? Users = null,
    string? Cgroup = null,
    string? CgroupParent = null,
    string? Isolation = null);
