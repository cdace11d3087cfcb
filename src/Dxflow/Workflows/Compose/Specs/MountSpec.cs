using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>A mount. A relative bind source is already resolved against the project directory.</summary>
internal sealed record MountSpec(string Type, string? Source, string Target, bool ReadOnly, Place At);
