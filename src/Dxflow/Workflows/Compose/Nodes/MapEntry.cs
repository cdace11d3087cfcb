using System.Diagnostics.CodeAnalysis;

namespace Dxflow.Workflows.Compose.Nodes;

internal readonly record struct MapEntry(ScalarNode Key, Node Value);
