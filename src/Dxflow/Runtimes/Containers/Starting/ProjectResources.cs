using System.Collections.Concurrent;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>
/// The networks and volumes of projects: there before their first container, gone with <see cref="ReleaseAsync"/>. One at a time for
/// each project, since engines of old make two networks of one name.
/// </summary>
internal sealed class ProjectResources(EngineApi api, string engine)
{
    private const int GatesMax = 10_000;

    private readonly ContainerCalls containers = new(api);
    private readonly NetworkCalls networks = new(api);
    private readonly VolumeCalls volumes = new(api);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new();

    public async Task EnsureAsync(ProjectSpec project, CancellationToken cancel)
    {
        if (project.Networks.Count + project.Volumes.Count == 0)
        {
            return;
        }

        if (gates.Count > GatesMax)
        {
            gates.Clear();
        }

        var gate = gates.GetOrAdd(project.Name, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancel);
        try
        {
            foreach (var network in project.Networks)
            {
                await EnsureAsync(project, network, cancel);
            }

            foreach (var volume in project.Volumes)
            {
                await EnsureAsync(project, volume, cancel);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>What others still use stays, and so do another engine's containers and volumes that the project has not made.</summary>
    public async Task ReleaseAsync(ProjectSpec project, ReleasedVolumes released, CancellationToken cancel)
    {
        if (released == ReleasedVolumes.RunOnly)
        {
            await ReleaseRunAsync(project, cancel);
            return;
        }

        var all = released == ReleasedVolumes.All;
        var listed = await containers.ListAsync(cancel, all: true, ("label", [$"{Labels.Project}={project.Name}", Labels.Run]));
        var left = listed.Where(each => (each.Labels?.GetValueOrDefault(Labels.Engine) ?? engine) == engine).ToList();
        if (left.FirstOrDefault(each => each.State is "running" or "paused" or "restarting") is { } running)
        {
            throw Fault.Conflict($"container {running.Names?.FirstOrDefault()?.TrimStart('/')} of project '{project.Name}' still runs");
        }

        foreach (var container in left)
        {
            await SharedRemoval.RemoveAsync(
                containers, container.Id, project.Name, volumes: released != ReleasedVolumes.None, cancel);
        }

        foreach (var network in project.Networks.Where(each => !each.External))
        {
            await UnlessUsedAsync(async () =>
            {
                var found = await networks.FindAsync(network.Name, cancel);
                return found?.Labels?.GetValueOrDefault(Labels.Project) == project.Name && await networks.RemoveAsync(found.Id, cancel);
            });
        }

        foreach (var volume in project.Volumes.Where(each => !each.External && (all || each.RunOnly)))
        {
            await RemoveAsync(project, volume, cancel);
        }
    }

    /// <summary>What rests in such a volume's containers would be without it at their next start: they are made anew then.</summary>
    private async Task ReleaseRunAsync(ProjectSpec project, CancellationToken cancel)
    {
        foreach (var volume in project.Volumes.Where(static each => each is { External: false, RunOnly: true }))
        {
            var users = await containers.ListAsync(
                cancel, all: true, ("label", [$"{Labels.Project}={project.Name}", Labels.Run]), ("volume", [volume.Name]));
            foreach (var user in users.Where(each => (each.Labels?.GetValueOrDefault(Labels.Engine) ?? engine) == engine
                && each.State is not ("running" or "paused" or "restarting")))
            {
                await SharedRemoval.RemoveAsync(containers, user.Id, project.Name, volumes: true, cancel);
            }

            await RemoveAsync(project, volume, cancel);
        }
    }

    private Task RemoveAsync(ProjectSpec project, VolumeSpec volume, CancellationToken cancel) =>
        UnlessUsedAsync(async () => (await volumes.FindAsync(volume.Name, cancel))?.Labels is { } labels
            && project.HasMade(labels.GetValueOrDefault(Labels.Project)) && await volumes.RemoveAsync(volume.Name, cancel));

    private async Task EnsureAsync(ProjectSpec project, NetworkSpec network, CancellationToken cancel)
    {
        if (await networks.FindAsync(network.Name, cancel) is not null)
        {
            return;
        }

        if (network.External)
        {
            throw Fault.Missing(
                $"network '{network.Name}' is external to project '{project.Name}', and is not there", "create it, or drop `external`");
        }

        await UnlessTakenAsync(() => networks.CreateAsync(
            new NetworkCreate(
                network.Name, true, network.Driver, network.Internal ? true : null, network.Attachable ? true : null,
                network.EnableIpv4, network.EnableIpv6, Ipam(network.Ipam), network.DriverOptions,
                Labelled(network.Labels, project.Name, Labels.Network, network.Key)),
            cancel));
    }

    private async Task EnsureAsync(ProjectSpec project, VolumeSpec volume, CancellationToken cancel)
    {
        if (await volumes.FindAsync(volume.Name, cancel) is not null)
        {
            return;
        }

        if (volume.External)
        {
            throw Fault.Missing(
                $"volume '{volume.Name}' is external to project '{project.Name}', and is not there", "create it, or drop `external`");
        }

        await UnlessTakenAsync(() => volumes.CreateAsync(
            new VolumeCreate(
                volume.Name, volume.Driver, volume.DriverOptions,
                Labelled(volume.Labels, volume.RunOnly ? project.Name : project.Owner ?? project.Name, Labels.Volume, volume.Key)),
            cancel));
    }

    private static NetworkIpam? Ipam(IpamSpec? ipam) => ipam is null
        ? null
        : new NetworkIpam(
            ipam.Driver,
            ipam.Pools?.Select(pool => new NetworkPool(pool.Subnet, pool.IpRange, pool.Gateway, pool.AuxAddresses)).ToList(),
            ipam.Options);

    private static Dictionary<string, string> Labelled(
        IReadOnlyDictionary<string, string>? labels, string project, string kind, string key) =>
        new(labels ?? new Dictionary<string, string>())
        {
            [Labels.Project] = project,
            [kind] = key,
            [Labels.Version] = StartLabels.Version,
        };

    private static async Task UnlessTakenAsync<T>(Func<Task<T>> create)
    {
        try
        {
            await create();
        }
        catch (Fault taken) when (EngineRefusal.StatusOf(taken) == 409)
        {
            // Somebody made it since we looked.
        }
    }

    private static async Task UnlessUsedAsync(Func<Task<bool>> remove)
    {
        try
        {
            await remove();
        }
        catch (Fault used) when (EngineRefusal.StatusOf(used) is 403 or 409 or 500)
        {
            // Somebody else's container is in it: theirs to remove.
        }
    }
}
