using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>An argument vector; a string form is already split into words. Empty: the user cleared it.</summary>
internal sealed record CommandSpec(IReadOnlyList<Placed<Template>> Arguments, Place At);
