using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Runs.Images;

/// <summary>
/// Before a run takes over from the one that is up: its images are there, so that what is to be replaced goes on until then, and it is
/// known which services have another image than their containers were made of.
/// </summary>
internal sealed class ImageRenewal(RunHouse house)
{
    public async Task<IReadOnlySet<string>> OfAsync(RunPlan wanted, CancellationToken cancel)
    {
        if (wanted.Adopt || wanted.Project is not { } project)
        {
            return new HashSet<string>();
        }

        var looked = await Task.WhenAll(wanted.Nodes.Where(static node => node is { Container: not null, Replicas: > 0 })
            .Select(async node => (node.Name, IsOther: await IsOtherAsync(project, node, cancel))));
        return looked.Where(static one => one.IsOther).Select(static one => one.Name).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<bool> IsOtherAsync(ProjectSpec project, NodePlan node, CancellationToken cancel)
    {
        if (house.RuntimeOf(node).Images is not { } images)
        {
            return false;
        }

        var image = await images.SupplyAsync(new ImageWish(node.Container!.Image, project, node.Name), cancel);
        return await images.HasOtherAsync(project.Name, node.Name, image.Id, cancel);
    }
}
