using System.Globalization;
using Dxflow.Runtimes.Containers.Api.Answers;

namespace Dxflow.Runtimes.Containers;

/// <summary>
/// One service of a project that an engine has containers of: the numbers of its instances that run (paused ones do too), and how many
/// containers it has in all.
/// </summary>
internal sealed record ServiceFound(string Name, IReadOnlyList<int> Running, int Containers);

/// <summary>
/// A Compose project as its containers' labels tell it, whoever started it. <see cref="Files"/> and <see cref="Directory"/> are paths on
/// the machine of who did; empty where the labels do not say. <see cref="Run"/>: the run of ours that made one of them.
/// </summary>
internal sealed record ProjectFound(
    string Runtime, string Name, string Directory, IReadOnlyList<string> Files, IReadOnlyList<ServiceFound> Services, string? Run)
{
    /// <summary>Projects by name, services by name. Containers that were started for one command are none of a service.</summary>
    public static IReadOnlyList<ProjectFound> Of(string runtime, IEnumerable<ContainerListed> containers) =>
    [
        .. containers.Where(static one => Label(one, Labels.Service) is not null && Label(one, Labels.OneOff) is not "True")
            .GroupBy(static one => Label(one, Labels.Project)).Where(static project => project.Key is not null)
            .OrderBy(static project => project.Key, StringComparer.Ordinal)
            .Select(project => new ProjectFound(
                runtime,
                project.Key!,
                First(project, Labels.WorkingDirectory) ?? "",
                First(project, Labels.ConfigFiles)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [],
                [.. project.GroupBy(static one => Label(one, Labels.Service)!).OrderBy(static one => one.Key, StringComparer.Ordinal)
                    .Select(Service)],
                First(project, Labels.Run))),
    ];

    private static ServiceFound Service(IGrouping<string, ContainerListed> service) => new(
        service.Key,
        [.. service.Where(static one => one.State is "running" or "paused" or "restarting").Select(Number).Order()],
        service.Count());

    private static int Number(ContainerListed container) =>
        int.TryParse(Label(container, Labels.Instance), CultureInfo.InvariantCulture, out var number) ? number : 1;

    private static string? First(IEnumerable<ContainerListed> containers, string label) =>
        containers.Select(one => Label(one, label)).FirstOrDefault(static value => value is { Length: > 0 });

    private static string? Label(ContainerListed container, string label) => container.Labels?.GetValueOrDefault(label);
}
