using Dxflow.Workflows.Compose.Nodes;

namespace Dxflow.Workflows.Compose.Including;

/// <summary>
/// The services of one file, as it stands. <see cref="IsElsewhere"/>: another file extends them, so their paths are made absolute.
/// </summary>
internal sealed record ServiceSet(DocumentFile File, MapNode Services, bool IsElsewhere);
