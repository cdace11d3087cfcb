using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Runs.Images;

/// <summary>What a start says about images comes before what the document says.</summary>
internal static class ImageChoices
{
    public static RunPlan Of(RunPlan plan, bool build, StartPull? pull) => Each(plan, image =>
        build && image.Build is not null ? image with { Pull = PullPolicy.Build, RefreshAfter = null }
        : pull is { } asked ? image with { Pull = Policy(asked), RefreshAfter = null }
        : image);

    /// <summary>For a run whose images are there by now: whatever was to be asked of registries and builders has been.</summary>
    public static RunPlan Supplied(RunPlan plan) => Each(plan, static image =>
        image.Pull == PullPolicy.Never ? image : image with { Pull = PullPolicy.Missing, RefreshAfter = null });

    /// <summary>Without how an image comes to be there, which changes nothing of a container.</summary>
    public static RunPlan Bare(RunPlan plan) => Each(plan, static image => new ContainerImage(image.Reference, Platform: image.Platform));

    public static NodePlan Each(NodePlan node, Func<ContainerImage, ContainerImage> change) => node.Container is { } container
        ? node with { Container = container with { Image = change(container.Image) } }
        : node;

    private static RunPlan Each(RunPlan plan, Func<ContainerImage, ContainerImage> change) =>
        plan with { Nodes = [.. plan.Nodes.Select(node => Each(node, change))] };

    private static PullPolicy Policy(StartPull asked) => asked switch
    {
        StartPull.Always => PullPolicy.Always,
        StartPull.Never => PullPolicy.Never,
        _ => PullPolicy.Missing,
    };
}
