using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Documents.Demands;

/// <summary>What kind of thing beyond itself a container asks for, which decides who may allow it.</summary>
internal enum DemandKind
{
    /// <summary>Power over the machine: nobody but a caller with PLATFORM, or an engine that allows everything.</summary>
    Power,

    /// <summary>A path of the machine: an engine may allow directories.</summary>
    HostPath,

    /// <summary>A device: an engine may allow it by name.</summary>
    Device,

    /// <summary>A network, volume or container of another project: an engine may allow it by name.</summary>
    External,
}

/// <summary>
/// One thing a container asks for beyond itself: <see cref="What"/> ends "the service …"; <see cref="Subject"/> is the path, the device or
/// the name that an engine may allow.
/// </summary>
internal sealed record Demand(string Service, DemandKind Kind, string Key, string What, string? Subject, Place At);
