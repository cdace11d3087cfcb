using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Steps;

/// <summary>
/// What makes slices of a step, and how they are treated. <see cref="IsGiven"/>: there is an <c>each</c>, though it may be wrong, and the
/// step is fanned out.
/// </summary>
internal sealed record FanSpec(
    bool IsGiven,
    IReadOnlyList<EachSpec> Each,
    Placed<RequirePlan>? Require = null,
    Placed<int>? Parallel = null,
    Placed<bool>? Shuffle = null,
    Placed<int>? Group = null,
    Placed<int>? Pool = null);

/// <summary>
/// One list of <c>each</c>: a reference, or elements that stand in the document, as JSON with the type that they have.
/// </summary>
internal sealed record EachSpec(string Name, Place At, Placed<Template>? From, FlowType? Element = null, string? Values = null);
