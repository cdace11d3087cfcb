using System.Text.Json;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Runs.Images;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// One up run after another, of a workflow whose services are containers: what has not changed goes on running, and the next run takes it
/// over. Pure functions of the two plans.
/// </summary>
internal static class Succession
{
    /// <summary>Whether a run can be taken over at all: nothing but containers that outlive their attempts.</summary>
    public static bool IsPossible(RunPlan plan) => plan.Kind == RunKind.Up && plan.Nodes.All(static node => node.Container is not null);

    /// <summary>
    /// Of the runs that a crash left, those that another one was taking over from, with that other one; and the rest.
    /// </summary>
    public static (IReadOnlyList<(RunEntry Run, RunEntry Next)> Before, IReadOnlyList<RunEntry> Present) Of(IEnumerable<RunEntry> live)
    {
        var last = live.Where(static run => run.Kind == RunKind.Up).GroupBy(static run => run.Workflow)
            .ToDictionary(static runs => runs.Key, static runs => runs.MaxBy(static run => run.Number)!);
        bool IsBefore(RunEntry run) => run.Kind == RunKind.Up && last[run.Workflow] != run;
        return ([.. live.Where(IsBefore).Select(run => (run, last[run.Workflow]))], [.. live.Where(run => !IsBefore(run))]);
    }

    public static bool IsUnchanged(RunPlan before, RunPlan after) => Text(Compared(before)) == Text(Compared(after));

    // What is listed is mounted, and the mounts are compared: plans of before do not say it twice.
    private static RunPlan Compared(RunPlan plan) => ImageChoices.Bare(plan) with
    {
        AtRest = false,
        Nodes = [.. ImageChoices.Bare(plan).Nodes.Select(static node => node with { Volumes = null })],
    };

    /// <summary>
    /// How many of the first instances of each service of <paramref name="before"/> go on: those that <paramref name="after"/> has too, if
    /// nothing of the service has changed, nor of what it is connected to, nor a service that it says it restarts with. Those of
    /// <paramref name="renewed"/> have another image by now.
    /// </summary>
    public static IReadOnlyList<int> Going(RunPlan before, RunPlan after, IReadOnlySet<string>? renewed = null)
    {
        var next = after.Nodes.DistinctBy(static node => node.Name).ToDictionary(static node => node.Name, StringComparer.Ordinal);
        // Who started it changes nothing of what runs; but a container of another's making is found by an adopting run alone.
        var shared = Shared(before.Project) == Shared(after.Project) && before.Adopt == after.Adopt;
        var going = before.Nodes.Select(node => shared && next.TryGetValue(node.Name, out var now) && Text(node) == Text(now)
            && renewed?.Contains(node.Name) != true
            ? Math.Min(node.Replicas, now.Replicas) : 0).ToList();
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (step, node) in before.Nodes.Index().Where(each => going[each.Index] > 0))
            {
                if (node.After.Any(edge => edge.Restart && going[edge.Node] == 0))
                {
                    (going[step], changed) = (0, true);
                }
            }
        }

        return going;
    }

    // What a service waits for decides when it starts, and how many there are decides nothing for one of them.
    private static string Text(NodePlan node) =>
        JsonSerializer.Serialize(
            ImageChoices.Each(node, static image => new ContainerImage(image.Reference, Platform: image.Platform)) with
            {
                After = [],
                Replicas = 1,
                Restart = null,
                Health = null,
                Written = null,
                Volumes = null,
            },
            PlanJson.Default.NodePlan);

    private static string Text(RunPlan plan) => JsonSerializer.Serialize(plan, PlanJson.Default.RunPlan);

    private static string Shared(Dxflow.Runtimes.Containers.Specs.ProjectSpec? project) => project is null
        ? "" : JsonSerializer.Serialize(project with { Files = [], Reach = null }, PlanJson.Default.ProjectSpec);
}
