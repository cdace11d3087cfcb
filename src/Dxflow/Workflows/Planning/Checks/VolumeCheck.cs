using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning.Building;

namespace Dxflow.Workflows.Planning.Checks;

/// <summary>
/// That a volume lies in one place. Container engines have volumes of their own, nodes of a cluster see what their site shares, and
/// processes the engine's disk: the same name on two of them would be two volumes, each with half of what was written.
/// </summary>
internal static class VolumeCheck
{
    public static void Check(IReadOnlyList<BuiltNode> nodes, PlanOptions options)
    {
        var uses = nodes.Where(static built => built.Node.Runtime.Length > 0).SelectMany(built => built.Service.Volumes
            .Where(static mount => mount.Value is { Type: "volume", Source: not null })
            .Select(mount => (Name: mount.Value.Source!, Place: PlaceOf(built.Node.Runtime, options), mount.At, Built: built)));
        foreach (var volume in uses.GroupBy(static use => use.Name, StringComparer.Ordinal))
        {
            var first = volume.First();
            foreach (var other in volume.Where(use => use.Place != first.Place).DistinctBy(static use => use.Place))
            {
                other.Built.Context.Problems.Error(
                    other.At,
                    $"the volume `{volume.Key}` lies in one place: `{other.Built.Service.Name}` uses it on {other.Built.Node.Runtime}, and "
                    + $"`{first.Built.Service.Name}` ({Text(first.At)}) on {first.Built.Node.Runtime}",
                    "Run both on one runtime, or hand files on as outputs and inputs of steps.");
            }
        }
    }

    // Targets with one shared directory see one volume.
    private static string PlaceOf(string runtime, PlanOptions options) =>
        options.IsContainer(runtime) ? runtime
        : options.Batch?.GetValueOrDefault(runtime)?.Directory is { Length: > 0 } shared ? shared
        : PlanOptions.Process;

    private static string Text(Place at) => $"{at.File}:{at.Line}";
}
