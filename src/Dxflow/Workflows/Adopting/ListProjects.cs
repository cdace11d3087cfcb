using System.ComponentModel;

namespace Dxflow.Workflows.Adopting;

internal sealed record ListProjects(
    [Description("The project of this name alone.")] string? Project = null,
    [Description("The container engine to look at, otherwise all that are there.")] string? Runtime = null);

internal sealed record ProjectService(
    [Description("Name of the service.")] string Name,
    [Description("Numbers of its containers that run.")] IReadOnlyList<int> Running,
    [Description("Its containers, those that do not run too.")] int Containers);

internal sealed record ProjectInfo(
    [Description("Name of the Compose project.")] string Name,
    [Description("The container engine that it is on.")] string Runtime,
    [Description("Its containers that run.")] int Running,
    [Description("Its containers, those that do not run too.")] int Containers,
    [Description("The run that it belongs to; absent if it was started by hand.")] string? Run,
    [Description("Its document's files, as whoever started it gave them.")] IReadOnlyList<string> Files,
    [Description("The directory that it was started from."), Dxflow.Operations.Wide] string Directory,
    [Description("Its services, by name.")] IReadOnlyList<ProjectService> Services);

internal sealed record ProjectList([Description("The projects, by name.")] IReadOnlyList<ProjectInfo> Items);
