namespace Dxflow.Workflows.Compose.Merging;

/// <summary>How two values of a key become one. A key without a rule: maps merge, lists are appended, a text replaces.</summary>
internal enum MergeRule
{
    /// <summary>The later one alone.</summary>
    Replace,

    /// <summary>A map, or a list of <c>NAME=value</c>: by name.</summary>
    Pairs,

    /// <summary>A map, or a list of <c>name=address</c> or <c>name:address</c>: each name may have several.</summary>
    Hosts,

    /// <summary>A list of names, or a map of them.</summary>
    Names,

    /// <summary>As names; one that stood alone waits for the start.</summary>
    Dependencies,

    /// <summary>A text, or a list in which each entry stands once.</summary>
    Entries,

    /// <summary>Tmpfs mounts: one for each place.</summary>
    Places,

    /// <summary>Files, each with a text or a map: one for each path.</summary>
    Files,

    /// <summary>Mounts: one for each target.</summary>
    Mounts,

    Devices,

    Configs,

    Secrets,

    /// <summary>Ports: one for each address, published port, target and protocol.</summary>
    Ports,

    /// <summary>A text is the context.</summary>
    Build,

    /// <summary>Merged if both have one driver.</summary>
    Logging,

    /// <summary>Address pools: one for each subnet.</summary>
    Pools,
}
