using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>
/// One port; a range is several of these. <see cref="Published"/> null: any free one. <see cref="PublishedRange"/>: one of these, of which
/// <see cref="Published"/> is the first.
/// </summary>
internal sealed record PortSpec(
    int Target, int? Published, string? HostAddress, string Protocol, Place At, string? PublishedRange = null);
