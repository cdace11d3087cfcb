using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>A top-level network, volume, config or secret: kept as it stands, for the runtime that knows it.</summary>
internal sealed record ResourceSpec(string Name, Place At, Node Node, bool External, bool Internal = false);
