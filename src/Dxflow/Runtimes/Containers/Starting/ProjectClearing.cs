using System.Collections.Concurrent;
using System.Globalization;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>What becomes of a container of a project that is started again.</summary>
internal enum Standing
{
    Stays,

    /// <summary>One instance too many of a service.</summary>
    Surplus,

    /// <summary>Of a service that the document does not have.</summary>
    Orphan,

    /// <summary>The same, but made by another engine of ours, or by hand: never touched.</summary>
    OrphanOfOthers,
}

/// <summary>
/// Removes the containers of a project that its next run does not have: 1 all of the project are listed, 2 each is judged by its labels
/// alone, 3 what goes is stopped in its own way if it runs, and removed. Volumes stay. A crash in between is made good by the next start.
/// </summary>
internal sealed class ProjectClearing(EngineApi api, ContainerFinding finding)
{
    /// <summary>Engines stop containers one after another inside; more at once only wait there.</summary>
    private const int AtOnceMax = 8;

    private readonly ContainerCalls containers = new(api);

    /// <summary>The orphans that stay, by name.</summary>
    public async Task<IReadOnlyList<OrphanLeft>> ClearAsync(ProjectSpec project, ProjectStay stay, CancellationToken cancel)
    {
        var listed = await containers.ListAsync(cancel, all: true, ("label", [$"{Labels.Project}={project.Name}"]));
        var left = new ConcurrentBag<OrphanLeft>();
        await Parallel.ForEachAsync(
            listed.Where(each => !finding.IsWatched(each.Id)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancel },
            async (each, over) =>
            {
                var standing = Of(each.Labels, project.Name, stay, finding.Engine);
                var goes = standing == Standing.Surplus || (standing == Standing.Orphan && stay.RemoveOrphans);
                if (!(goes && await TryRemoveAsync(each, over)) && standing is Standing.Orphan or Standing.OrphanOfOthers)
                {
                    left.Add(new OrphanLeft(each.Names?.FirstOrDefault()?.TrimStart('/') ?? each.Id, standing == Standing.Orphan));
                }
            });
        return [.. left.OrderBy(static each => each.Container, StringComparer.Ordinal)];
    }

    /// <summary>
    /// By its labels. What is of another project, was started for one command, or has no number, stays; and so does, of a service that
    /// there is, whatever this engine has not made.
    /// </summary>
    public static Standing Of(IReadOnlyDictionary<string, string>? labels, string project, ProjectStay stay, string engine)
    {
        if (labels is null || labels.GetValueOrDefault(Labels.Project) != project
            || (bool.TryParse(labels.GetValueOrDefault(Labels.OneOff), out var isOneOff) && isOneOff)
            || labels.GetValueOrDefault(Labels.Service) is not { Length: > 0 } service || stay.Others.Contains(service))
        {
            return Standing.Stays;
        }

        var isOurs = engine.Length > 0 && labels.GetValueOrDefault(Labels.Engine) == engine && labels.ContainsKey(Labels.Run);
        if (!stay.Instances.TryGetValue(service, out var count))
        {
            return isOurs ? Standing.Orphan : Standing.OrphanOfOthers;
        }

        var isNumbered = int.TryParse(
            labels.GetValueOrDefault(Labels.Instance), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isOurs && isNumbered && number > count ? Standing.Surplus : Standing.Stays;
    }

    /// <summary>False: the engine has refused. It may just be removed, or started, by somebody else.</summary>
    private async Task<bool> TryRemoveAsync(ContainerListed container, CancellationToken cancel)
    {
        try
        {
            if (container.State == "paused")
            {
                await containers.UnpauseAsync(container.Id, cancel);
            }

            if (container.State is "running" or "paused" or "restarting")
            {
                await containers.StopAsync(container.Id, null, cancel);
            }

            await containers.RemoveAsync(container.Id, force: false, volumes: false, cancel);
            return true;
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is not null)
        {
            return false;
        }
    }
}
