using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Preflight;

/// <summary>The image of a node if it is there and nothing newer is wanted; null if it would be fetched or built.</summary>
/// <exception cref="Fault">It is not there and may not be fetched (missing), or the container engine does not answer.</exception>
internal delegate Task<ImageAnswer?> ImageLook(NodePlan node, CancellationToken cancel);

/// <summary>
/// Whether the images of a plan are there or may be fetched, without fetching any, and what of them a step might not expect. Each is asked
/// for once; a container engine that does not answer is told of once.
/// </summary>
internal static class ImageChecks
{
    public static async Task<IReadOnlyList<Problem>> OfAsync(RunPlan plan, ImageLook look, CancellationToken cancel)
    {
        var problems = new List<Problem>();
        var inContainers = plan.Nodes.Where(static node => node is { Container: not null, Replicas: > 0 });
        foreach (var (name, nodes) in inContainers.GroupBy(static node => node.Runtime).Select(static group => (group.Key, group.ToList())))
        {
            try
            {
                foreach (var group in nodes.GroupBy(static node => node.Container!.Image))
                {
                    await LookAsync(look, [.. group], problems, cancel);
                }
            }
            catch (Fault away)
            {
                problems.Add(new Problem(
                    $"runtime `{name}`: {away.Info.Detail}", "Start it, or choose another: --runtime NAME."));
            }
        }

        return problems;
    }

    private static async Task LookAsync(
        ImageLook look, IReadOnlyList<NodePlan> nodes, List<Problem> problems, CancellationToken cancel)
    {
        var image = nodes[0].Container!.Image;
        ImageAnswer? here = null;
        try
        {
            here = await look(nodes[0], cancel);
        }
        catch (Fault missing) when (missing.Info.Code == FaultKind.Missing)
        {
            problems.Add(new Problem(
                $"`{nodes[0].Name}`: {missing.Info.Detail}, and its pull policy is never", "Load or build it, or change `pull_policy`."));
            return;
        }

        var steps = nodes.Where(static node => node.Kind == NodeKind.Step).ToList();
        if (here is null && image.Build is null && steps.Count > 0 && !ImageReference.Parse(image.Reference).IsDigest)
        {
            problems.Add(new Problem(
                $"`{steps[0].Name}`: image {image.Reference} is fetched at the start, and not pinned: its name may mean another by then",
                "Pull it before, or write its digest: NAME@sha256:….", Warning: true));
        }

        if (here?.Config?.Entrypoint is { Count: > 0 } entrypoint)
        {
            problems.AddRange(steps.Where(static step => step.Entrypoint is null).Select(step => new Problem(
                $"`{step.Name}`: image {image.Reference} has an ENTRYPOINT, [{string.Join(", ", entrypoint)}], before which no program "
                    + "of the step's own comes",
                "Write entrypoint: [] to clear it, or the entrypoint that is meant.", Warning: true)));
        }
    }
}
