using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>
/// A top-level network, volume, config or secret. What container engines are told of it has an empty name where the document gives none:
/// the plan knows the project's.
/// </summary>
internal sealed record ResourceSpec(string Name, Place At, Node Node, bool External, bool Internal = false)
{
    public NetworkSpec? Network { get; init; }

    public VolumeSpec? Volume { get; init; }

    public FileSourceSpec? File { get; init; }
}

/// <summary>
/// Where a config or secret has its content from: the text itself, or a file that is no text and stays where it is
/// (<see cref="Path"/>, absolute); <see cref="Failure"/> if a service cannot have it, and <see cref="Fix"/> what to do.
/// </summary>
internal sealed record FileSourceSpec(string? Content, string? Path = null, string? Failure = null, string? Fix = null);
