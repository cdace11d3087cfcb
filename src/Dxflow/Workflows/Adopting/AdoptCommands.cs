using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Workflows.Commands;
using Dxflow.Workflows.Compose.Sources;

namespace Dxflow.Workflows.Adopting;

/// <summary>
/// Takes over a project that was started by hand: 1 its containers say which files it was made from and how many of each service run,
/// 2 the files are read as <c>run</c> reads them, 3 the workflow is kept under the project's name, 4 and started with just those
/// numbers, adopting: nothing is stopped, changed or added.
/// </summary>
internal static class AdoptCommands
{
    public static IReadOnlyList<LocalCommand> Local { get; } =
    [
        LocalCommand.Create<AdoptProject>(
            "workflow.adopt",
            "Take over a Compose project that was started by hand, as it runs.",
            WorkflowJson.Default, AdoptAsync,
            "dxflow workflow projects", "dxflow workflow adopt shop", "dxflow workflow adopt shop -f compose.yaml -f compose.prod.yaml"),
    ];

    private static async Task<int> AdoptAsync(AdoptProject request, ClientContext context)
    {
        context.InstantAllowed = request.DryRun;

        // 1
        var project = await FindAsync(request, context);

        // 2: every profile, for the numbers say which services take part.
        var (bundle, plan, reading) = DocumentCommands.Read(
            await FilesAsync(request, project, context),
            new DocumentChoices(Profiles: ["*"], Name: project.Name),
            context,
            project.Runtime);
        var scale = ScaleOf(project, [.. reading!.Spec.Services.Where(static one => !one.IsStep).Select(static one => one.Name)]);
        await WarnAsync(project, scale, context);
        if (request.DryRun)
        {
            await context.Output.ShowAsync(WorkflowJson.Default.ProjectInfo, project, context.Interrupts.Ended);
            return 0;
        }

        // 3
        bundle = await new InputCommands(context).SourcesAsync(bundle, plan, null);
        var created = await context.CallAsync<CreateWorkflow, WorkflowCreated>(
            "workflow.create", new CreateWorkflow(bundle, project.Name, request.Replace));

        // 4
        var started = await context.CallAsync<StartWorkflow, RunStartedInfo>(
            "workflow.start", new StartWorkflow(created.Name, Runtime: project.Runtime, Scale: scale, Adopt: true));
        return await WorkflowCommands.StartedAsync(started, context);
    }

    /// <summary>
    /// As many of each service as run. One that is missing in between (web-1 of web-1, web-2) is started: instances are numbered without
    /// holes.
    /// </summary>
    private static Dictionary<string, int> ScaleOf(ProjectInfo project, IReadOnlyList<string> services)
    {
        var running = project.Services.ToDictionary(static one => one.Name, static one => one.Running.DefaultIfEmpty().Max());
        return services.ToDictionary(static name => name, name => running.GetValueOrDefault(name));
    }

    private static async Task WarnAsync(ProjectInfo project, Dictionary<string, int> scale, ClientContext context)
    {
        foreach (var service in project.Services)
        {
            if (!scale.TryGetValue(service.Name, out var count))
            {
                await context.Output.NoteAsync(
                    $"warning: {project.Name} has containers of '{service.Name}', no service of the document: they are left alone");
            }
            else if (count > service.Running.Count)
            {
                await context.Output.NoteAsync(
                    $"warning: {count - service.Running.Count} of '{service.Name}' before number {count} do not run, and are started");
            }
        }
    }

    private static async Task<ProjectInfo> FindAsync(AdoptProject request, ClientContext context)
    {
        var found = await context.CallAsync<ListProjects, ProjectList>(
            "workflow.projects", new ListProjects(request.Project, request.Runtime));
        return found.Items switch
        {
            [{ Run: { } run } project] => throw Fault.Conflict(
                $"project '{project.Name}' belongs to run {run}", "it needs no adopting: 'dxflow workflow show' tells more"),
            [{ Running: 0 } project] => throw Fault.Conflict(
                $"nothing of project '{project.Name}' runs", "start its document: dxflow run"),
            [var project] => project,
            [] => throw Fault.Missing(
                $"there is no Compose project '{request.Project}' on {request.Runtime ?? "any container engine of the machine"}",
                "'dxflow workflow projects' lists those that are there"),
            _ => throw Fault.Invalid(
                $"'{request.Project}' is a project on {string.Join(" and ", found.Items.Select(static one => one.Runtime))}",
                "say which: --runtime NAME"),
        };
    }

    private static async Task<IReadOnlyList<string>> FilesAsync(AdoptProject request, ProjectInfo project, ClientContext context)
    {
        if (request.File is { Count: > 0 } given)
        {
            return given;
        }

        if (await context.IsElsewhereAsync())
        {
            throw Fault.Invalid(
                $"the files of project '{project.Name}' are named as they lie beside that engine", "give those that you have: -f FILE");
        }

        var files = project.Files.Select(file => Path.GetFullPath(file, project.Directory is { Length: > 0 } at ? at : "/")).ToList();
        return files switch
        {
            [] => throw Fault.Missing($"the containers of project '{project.Name}' do not say from which files", "name them: -f FILE"),
            _ when files.FirstOrDefault(static file => !File.Exists(file)) is { } gone => throw Fault.Missing(
                $"project '{project.Name}' was made from {gone}, which is not there any more", "name its document: -f FILE"),
            _ => files,
        };
    }
}
