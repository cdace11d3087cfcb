using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Planning;

/// <summary>
/// <c>each</c>: the step is done once per element of lists of equal length, element by element. How many there are is known when all
/// that the lists refer to is final.
/// </summary>
internal sealed record FanPlan(IReadOnlyList<EachPlan> Each);

/// <summary>
/// One of the lists: <see cref="From"/> gives <c>list&lt;Type&gt;</c>, or <see cref="Values"/> is it, as JSON. Each slice sees its element
/// as <c>each.NAME</c>.
/// </summary>
internal sealed record EachPlan(string Name, string Type, Template? From, Place At, string? Values = null);

/// <summary>
/// How many slices have to go well: at least <see cref="Ratio"/> × all and at least <see cref="Count"/>, where given.
/// <see cref="CancelRest"/>: once that many have, the others are stopped.
/// </summary>
internal sealed record RequirePlan(decimal? Ratio = null, int? Count = null, bool CancelRest = false);
