using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Workflows.Planning;

/// <summary>
/// A volume that inputs are read from when the run starts (<c>volume:NAME/PATH</c>), by the document's name, and where it lies:
/// <see cref="Runtime"/> has it; <see cref="Engine"/> is how a container engine calls it, null: it is a directory of ours.
/// </summary>
internal sealed record SourceVolumePlan(string Name, string Runtime, VolumeSpec? Engine = null);
