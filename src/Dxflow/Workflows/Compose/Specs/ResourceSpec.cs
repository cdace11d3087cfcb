using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>
/// A top-level network, volume, config or secret: kept as it stands, for the runtime that knows it. <see cref="Given"/> is the name it
/// has there, if the document says it. Of a config or secret: the absolute path of its <see cref="File"/>, or its
/// <see cref="Content"/>, written or from a variable; neither if it is external or a driver's.
/// </summary>
internal sealed record ResourceSpec(
    string Name,
    Place At,
    Node Node,
    bool External,
    bool Internal = false,
    Placed<string>? Given = null,
    Placed<string>? File = null,
    Placed<string>? Content = null);
