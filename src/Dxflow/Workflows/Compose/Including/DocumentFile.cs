using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Sources;

namespace Dxflow.Workflows.Compose.Including;

/// <summary>A document to be read: what problems call it, its absolute path, and how it is understood.</summary>
internal sealed record DocumentFile(string Name, string Path, FileScope Scope);
