using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Preflight;
using Dxflow.Workflows.Runs;

namespace Dxflow.Workflows.Reusing;

/// <summary>
/// Which programs and images the names in a job's steps mean as it begins: written into its plan, so that a later run can tell whether they
/// have changed. What is not there yet, an image that is still to be fetched, counts by its name.
/// </summary>
internal sealed class StepMakes(RunHouse house)
{
    private static readonly TimeSpan ImagesAtMost = TimeSpan.FromSeconds(5);

    public async Task<RunPlan> OfAsync(RunPlan plan, CancellationToken cancel)
    {
        if (plan.Kind != RunKind.Job)
        {
            return plan;
        }

        var images = await ImagesAsync(plan, cancel);
        var programs = new Dictionary<(string, string, string, string?), string?>();
        return plan with { Nodes = [.. plan.Nodes.Select(node => Named(plan, node, images, programs))] };
    }

    private NodePlan Named(
        RunPlan plan,
        NodePlan node,
        Dictionary<ContainerImage, string> images,
        Dictionary<(string, string, string, string?), string?> known)
    {
        if (node.Kind != NodeKind.Step || node.Step!.Call is not null)
        {
            return node;
        }

        if (node.Container is { } container)
        {
            return node with { Made = images.GetValueOrDefault(container.Image) };
        }

        if (node.Image is { } image && RuntimeOf(node) is { IsElsewhere: true, Traits.Images: true })
        {
            return node with { Made = image };
        }

        if (ProgramChecks.Asked(plan, node) is not { } asked)
        {
            return node;
        }

        var key = (node.Runtime, asked.Program, asked.Directory, asked.Path);
        if (!known.TryGetValue(key, out var stamp))
        {
            known[key] = stamp = RuntimeOf(node)?.ProgramStamp(asked.Program, asked.Directory, asked.Path);
        }

        return node with { Made = stamp };
    }

    private async Task<Dictionary<ContainerImage, string>> ImagesAsync(RunPlan plan, CancellationToken cancel)
    {
        var found = new Dictionary<ContainerImage, string>();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(ImagesAtMost);
        foreach (var node in plan.Nodes.Where(static node => node is { Kind: NodeKind.Step, Container: not null })
            .DistinctBy(static node => node.Container!.Image))
        {
            try
            {
                if (RuntimeOf(node)?.Images is { } images
                    && await images.LookAsync(new ImageWish(node.Container!.Image, plan.Project!, node.Name), late.Token) is { } here)
                {
                    found[node.Container.Image] = here.Id;
                }
            }
            catch (Exception away) when (away is Fault || !cancel.IsCancellationRequested && away is OperationCanceledException)
            {
                // Its start will say so.
                break;
            }
        }

        return found;
    }

    private IRuntime? RuntimeOf(NodePlan node) => house.Seats.GetValueOrDefault(node.Runtime)?.Runtime;
}
