using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// Before an up run begins: containers of its project that it does not have any more go (an instance too many), and those of services that
/// its document does not have are told, or go if that is asked for. What cannot be done now is said and done by the next start;
/// nothing else depends on it.
/// </summary>
internal sealed class RunClearing(WorkflowRegistry registry, RunHouse house, RunBook runs)
{
    private const int NamesShownMax = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Warnings. It does not end with its caller, who may leave in the middle of a start.</summary>
    public async Task<IReadOnlyList<Problem>> ClearAsync(string workflow, RunPlan plan, bool removeOrphans)
    {
        if (plan is not { Kind: RunKind.Up, Project: { } project })
        {
            return [];
        }

        var left = new List<OrphanLeft>();
        var warnings = new List<Problem>();
        try
        {
            var live = await registry.AskAsync(index => index.LiveRuns.Where(run => run.Workflow != workflow).ToList());
            var others = OthersOf(plan, live);
            var inside = plan.Nodes.Where(static node => node.Container is not null);
            foreach (var runtime in inside.Select(static node => node.Runtime).Distinct())
            {
                using var late = new CancellationTokenSource(Patience, house.Time);
                var stay = StayOf(plan, runtime, others, removeOrphans);
                left.AddRange(await house.Seats[runtime].Runtime.ClearAsync(project, stay, late.Token));
            }
        }
        catch (Exception notNow) when (notNow is Fault or OperationCanceledException)
        {
            warnings.Add(new Problem(
                $"what project '{project.Name}' has of containers that are not needed any more could not be looked at: "
                    + (notNow is Fault fault ? fault.Info.Detail : $"it took more than {Patience.TotalSeconds:0} s"),
                "the next start does it", Warning: true));
        }

        warnings.AddRange(Told(workflow, project.Name, left));
        return warnings;
    }

    /// <summary>How many of each service there are to be on a runtime; one that runs elsewhere by now has none there.</summary>
    public static ProjectStay StayOf(RunPlan plan, string runtime, IReadOnlySet<string> others, bool removeOrphans) => new(
        plan.Nodes.DistinctBy(static node => node.Name).ToDictionary(
            static node => node.Name, node => node.Runtime == runtime ? node.Replicas : 0, StringComparer.Ordinal),
        others,
        removeOrphans);

    /// <summary>Services of the document that the run has not, and those of another workflow that runs under that project name.</summary>
    private HashSet<string> OthersOf(RunPlan plan, IReadOnlyList<RunEntry> live) =>
    [
        .. plan.Disabled ?? [],
        .. live.Select(runs.PlanOf).Where(other => other.Project?.Name == plan.Project!.Name)
            .SelectMany(static other => other.Nodes).Select(static node => node.Name),
    ];

    private static IEnumerable<Problem> Told(string workflow, string project, IReadOnlyList<OrphanLeft> left)
    {
        foreach (var (isOurs, fix) in ((bool, string)[])
        [
            (true, $"remove them: dxflow workflow start {workflow} --remove-orphans"),
            (false, "another engine or somebody's hand made them: they are removed there"),
        ])
        {
            var names = left.Where(each => each.IsOurs == isOurs).Select(static each => each.Container).ToList();
            if (names.Count > 0)
            {
                var more = names.Count > NamesShownMax ? $" and {names.Count - NamesShownMax} more" : "";
                yield return new Problem(
                    $"project '{project}' has containers of services that its document does not have: "
                        + $"{string.Join(", ", names.Take(NamesShownMax))}{more}",
                    fix, Warning: true);
            }
        }
    }
}
