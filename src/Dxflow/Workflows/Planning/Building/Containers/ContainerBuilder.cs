using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building.Containers;

/// <summary>
/// A service's container resolved for one project: names of networks, volumes and images are the container engine's, configs and secrets
/// have their contents. What cannot be resolved is a problem.
/// </summary>
internal static class ContainerBuilder
{
    public static ContainerSpec Build(ServiceSpec service, PlanContext context)
    {
        var container = service.Container!;
        if (service.Image is null && service.Build is null)
        {
            context.Problems.Error(
                service.At, $"`{service.Name}` has neither an image nor a build, and a container needs one",
                "Write image: NAME:TAG, or build: .");
        }

        return container with
        {
            Image = container.Image with
            {
                Reference = ProjectNames.Image(service, context.Spec),
                Build = Image(service, container.Image.Build, context),
            },
            HealthcheckOff = service.Healthcheck?.Disabled == true,
            StopSignal = service.StopSignal?.Value,
            StopSeconds = service.StopGracePeriod is { } grace ? (int)Math.Ceiling(grace.Value.TotalSeconds) : null,
            Networking = Networking(service, container.Networking, context),
            Mounts = container.Mounts is null ? null : [.. container.Mounts.Select(mount => mount is { Type: "volume", Source: { } key }
                ? mount with { Source = ProjectNames.Volume(key, context) } : mount)],
            Files = container.Files is null ? null : Files(service, null, container.Files, context),

            // Of Windows alone: they were warned about, and a container engine on Linux would refuse some of their values.
            Namespaces = container.Namespaces is null ? null : container.Namespaces with { Isolation = null },
            Limits = container.Limits is null ? null : container.Limits with { CpuCount = null, CpuPercent = null },
        };
    }

    /// <summary>
    /// The document's names of the networks that a service is in. A step alone needs none: it is in the project's only where there is
    /// somebody to talk to. One of a called document is in that of the run, if something of the run is, or a service that is called.
    /// </summary>
    public static IReadOnlyList<string> Networks(ServiceSpec service, PlanContext context) =>
        service.NetworkMode is not null ? []
        : service.Networks.Count > 0 ? [.. service.Networks.Select(network => network.Value)]
        : context.Run is { } run ? run.HasCalledServices
            || run.Enabled.Any(other => !other.IsStep && Networks(other, run).Contains(ProjectNames.DefaultNetwork))
            ? [ProjectNames.DefaultNetwork] : []
        : service.IsStep && !context.HasServices ? []
        : [ProjectNames.DefaultNetwork];

    private static ImageBuild? Image(ServiceSpec service, ImageBuild? build, PlanContext context) => build is null ? null : build with
    {
        Isolation = null,
        Secrets = build.Secrets is null ? null : Files(service, "build", build.Secrets, context),
    };

    private static ContainerNetworking? Networking(ServiceSpec service, ContainerNetworking? written, PlanContext context)
    {
        var attached = written?.Networks ?? [.. Networks(service, context).Select(network => new NetworkAttachment(network))];
        var linked = Linked(service, context).ToList();
        return attached.Count == 0 ? written : (written ?? new ContainerNetworking()) with
        {
            Networks = [.. attached.Select(network => network with
            {
                Linked = linked.Count == 0 ? null : linked,
                Network = ProjectNames.Network(network.Network, (context.Run ?? context).Spec),

                // What is called has no such name there: there may be many of each, and a service of the run that is called so.
                Aliases = context.Run is not null ? network.Aliases
                    : [.. (network.Aliases ?? []).Prepend(service.Name).Distinct(StringComparer.Ordinal)],
            })],
        };
    }

    /// <summary>What others call a service by <c>links: [SERVICE:NAME]</c>.</summary>
    private static IEnumerable<string> Linked(ServiceSpec service, PlanContext context) => context.Spec.Services
        .SelectMany(static other => other.Container?.Networking?.Links ?? [])
        .Select(static link => link.Split(':', 2)).Where(link => link[0] == service.Name && link.Length == 2 && link[1] != service.Name)
        .Select(static link => link[1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static List<ContainerFile> Files(
        ServiceSpec service, string? inside, IReadOnlyList<ContainerFile> granted, PlanContext context)
    {
        var files = new List<ContainerFile>(granted.Count);
        foreach (var file in granted)
        {
            var kind = file.Secret ? "secrets" : "configs";
            var resource = (file.Secret ? context.Spec.Secrets : context.Spec.Configs).FirstOrDefault(one => one.Name == file.Name);
            var source = resource?.Source;
            if (resource is null && inside is not null)
            {
                context.Problems.Error(
                    service.Build!.At, $"the build of `{service.Name}` uses `{file.Name}`, which the top-level `{kind}` does not have",
                    $"Add it below `{kind}:` at the top level.");
            }
            else if (source?.Failure is { } failure)
            {
                context.Problems.Error(resource!.At, failure, source.Fix);
            }

            files.Add(file with { Content = source?.Content, Source = source?.Path });
        }

        return files;
    }
}
