using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>
/// A top-level network, volume, config or secret. <see cref="Given"/> is the name that it has where it is kept, if the document says it. Of
/// a config or secret: the absolute path of its <see cref="File"/>, or its <see cref="Content"/>, written or from a variable; neither if
/// it is external or a driver's. What container engines are told of a network or volume has an empty name where the document gives none:
/// the plan knows the project's.
/// </summary>
internal sealed record ResourceSpec(
    string Name,
    Place At,
    Node Node,
    bool External,
    bool Internal = false,
    Placed<string>? Given = null,
    Placed<string>? File = null,
    Placed<string>? Content = null)
{
    public NetworkSpec? Network { get; init; }

    public VolumeSpec? Volume { get; init; }

    public FileSourceSpec? Source { get; init; }
}

/// <summary>
/// What a service is given of a config or secret: the text itself, or a file that is no text and stays where it is
/// (<see cref="Path"/>, absolute); <see cref="Failure"/> if a service cannot have it, and <see cref="Fix"/> what to do.
/// </summary>
internal sealed record FileSourceSpec(string? Content, string? Path = null, string? Failure = null, string? Fix = null);
