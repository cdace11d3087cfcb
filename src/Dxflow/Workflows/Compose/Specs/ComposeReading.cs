using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Variables;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>
/// A document read once: what it says, and what the reader of our own keys needs to go on. <see cref="Root"/> is the tree of all its
/// files, merged.
/// </summary>
internal sealed record ComposeReading(
    ComposeSpec Spec, Interpolation Interpolation, IDocumentSource Source, Problems Problems, MapNode Root);
