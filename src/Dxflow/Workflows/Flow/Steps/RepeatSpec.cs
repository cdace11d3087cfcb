using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Steps;

/// <summary>A loop as written; each carried input with what it takes over.</summary>
internal sealed record RepeatSpec(int Max, Placed<Template>? Until, IReadOnlyList<CarrySpec> Carry, bool AcceptMax);

internal sealed record CarrySpec(string Input, Place At, Placed<Template> From);
