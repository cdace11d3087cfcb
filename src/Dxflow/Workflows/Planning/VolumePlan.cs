using System.Text.Json.Serialization;

namespace Dxflow.Workflows.Planning;

/// <summary>
/// A volume that a node lists, by the document's name, and where its tasks see it: <see cref="Path"/> is its target in a container,
/// elsewhere a directory of the engine's, which is null until the run is prepared. <see cref="Directory"/> is that directory where there
/// are both: in images that a cluster runs in its jobs. <see cref="ReadOnly"/>: no task of the node can write to it.
/// <see cref="RunOnly"/>: it belongs to one run (<c>x-scope: run</c>).
/// </summary>
internal sealed record VolumePlan(
    string Name,
    string? Path = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ReadOnly = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool RunOnly = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Directory = null);
