using System.Globalization;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>
/// What a container shares with other services of its project, by name in the document, becomes the containers that they are now:
/// <c>service:NAME</c> in namespaces and networks, services in <c>volumes_from</c> and <c>links</c>.
/// </summary>
internal sealed class OtherContainers(ContainerCalls containers)
{
    private const string Service = "service:";
    private const string Container = "container:";

    public async Task<TaskSpec> ResolveAsync(TaskSpec spec, CancellationToken cancel)
    {
        var (task, container) = (spec.Container!, spec.Container!.Spec);
        var project = task.Project.Name;
        var (networking, namespaces) = (container.Networking, container.Namespaces);
        if (networking is not null)
        {
            networking = networking with
            {
                Mode = await ModeAsync(networking.Mode),
                Links = await EachAsync(networking.Links, async link =>
                    $"{await NameAsync(link.Split(':')[0])}:{link.Split(':')[^1]}"),
            };
        }

        if (namespaces is not null)
        {
            namespaces = namespaces with { Pid = await ModeAsync(namespaces.Pid), Ipc = await ModeAsync(namespaces.Ipc) };
        }

        var from = await EachAsync(container.VolumesFrom, async entry => entry.StartsWith(Container, StringComparison.Ordinal)
            ? entry[Container.Length..]
            : entry.Split(':', 2) is [var service, var mode] ? $"{await NameAsync(service)}:{mode}" : await NameAsync(entry));
        return spec with
        {
            Container = task with { Spec = container with { Networking = networking, Namespaces = namespaces, VolumesFrom = from } },
        };

        async Task<string?> ModeAsync(string? mode) => mode?.StartsWith(Service, StringComparison.Ordinal) == true
            ? Container + await NameAsync(mode[Service.Length..])
            : mode;

        Task<string> NameAsync(string service) => FindAsync(project, service, cancel);
    }

    /// <summary>The container that a project has for this instance of a service, whoever made it; null if there is none.</summary>
    public async Task<ContainerAnswer?> InstanceAsync(ContainerTask task, CancellationToken cancel)
    {
        var found = await containers.ListAsync(
            cancel, all: true,
            ("label",
            [
                $"{Labels.Project}={task.Project.Name}", $"{Labels.Service}={task.Service}", $"{Labels.OneOff}=False",
                string.Create(CultureInfo.InvariantCulture, $"{Labels.Instance}={task.Instance}"),
            ]));
        return found.OrderByDescending(each => each.State == "running").FirstOrDefault() is { } first
            ? await containers.FindAsync(first.Id, cancel)
            : null;
    }

    private async Task<string> FindAsync(string project, string service, CancellationToken cancel)
    {
        var found = await containers.ListAsync(
            cancel, all: true, ("label", [$"{Labels.Project}={project}", $"{Labels.Service}={service}", $"{Labels.OneOff}=False"]));
        return found.OrderByDescending(each => each.State == "running").FirstOrDefault()?.Names?.FirstOrDefault()?.TrimStart('/')
            ?? throw Fault.Missing(
                $"service '{service}' of project '{project}' has no container", "it has to be started before the one that shares with it");
    }

    private static async Task<IReadOnlyList<string>?> EachAsync(IReadOnlyList<string>? entries, Func<string, Task<string>> each)
    {
        if (entries is null)
        {
            return null;
        }

        var resolved = new List<string>();
        foreach (var entry in entries)
        {
            resolved.Add(await each(entry));
        }

        return resolved;
    }
}
