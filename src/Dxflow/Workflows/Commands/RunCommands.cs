using System.Text.Json;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Reusing;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// <c>dxflow run FILE</c>: 1 the document is read and bundled, 2 <c>workflow.create</c> keeps it as a revision, 3
/// <c>workflow.start</c> makes the run, 4 <c>workflow.events</c> is followed to the end, 5 the outputs, or why it failed, are shown,
/// and the exit code is the run's. The first Ctrl-C stops the run, the second kills it.
/// </summary>
internal static class RunCommands
{
    public static async Task<int> RunAsync(RunDocument request, ClientContext context)
    {
        using var standardInput = new SpooledInput(context.Terminal.Input);
        var choices = new DocumentChoices(Profiles: request.With, Name: request.Name);
        var (read, plan, _) = DocumentCommands.Read(request.File ?? [], choices, context, request.Runtime);
        var isLeft = request.Detach || request.Wait || request.WaitTimeout is not null || request.NoStart;
        context.InstantAllowed = !isLeft;
        var uploads = new InputCommands(context);
        var given = await uploads.ParametersAsync(request.Params, plan, request.Input, request.File?.Contains("-") == true);
        var inputs = await uploads.InputsAsync(given, standardInput.Path);
        var set = await uploads.InputsAsync(request.Set, standardInput.Path);
        var bundle = await uploads.SourcesAsync(read, plan, inputs);
        if (request.DryRun)
        {
            var asked = new PlanWorkflow(
                bundle, request.Runtime, inputs, null, request.Name, request.Reuse, request.From, set, request.ForceReuse);
            return await ReuseCommands.ShowAsync(await context.CallAsync<PlanWorkflow, WorkflowPlanInfo>("workflow.plan", asked), context);
        }

        context.Interrupts.TakeFirst();
        var created = await context.CallAsync<CreateWorkflow, WorkflowCreated>(
            "workflow.create", new CreateWorkflow(bundle, request.Name, Replace: true, Runtime: request.Runtime));
        var started = await context.CallAsync<StartWorkflow, RunStartedInfo>(
            "workflow.start",
            new StartWorkflow(
                created.Name, inputs, request.Runtime, request.FailFast, request.Keep, request.Scale,
                Wait: request.Wait, WaitTimeout: request.WaitTimeout, Build: request.Build, Pull: request.Pull,
                RemoveOrphans: request.RemoveOrphans, NoStart: request.NoStart, Reuse: request.Reuse, From: request.From, Set: set,
                ForceReuse: request.ForceReuse));
        if (isLeft)
        {
            return await WorkflowCommands.StartedAsync(started, context);
        }

        await WorkflowCommands.WarnAsync(context, started.Warnings);
        await new FollowCommands(context, started.Run).FollowAsync();
        return await ConcludeAsync(started.Run, context);
    }

    /// <summary>Everything that has begun and is not final, over all workflows.</summary>
    public static async Task<int> ListWorkAsync(ListWork request, ClientContext context)
    {
        context.InstantAllowed = true;
        var items = new List<WorkItem>();
        var running = await context.CallAsync<ListWorkflows, WorkflowList>("workflow.list", new ListWorkflows(Limit: 1000, Running: true));
        foreach (var workflow in running.Items)
        {
            var runs = await context.CallAsync<ListRuns, RunList>("workflow.runs", new ListRuns(workflow.Name, Limit: 1000));
            foreach (var run in runs.Items.Where(run => !run.State.IsFinal()))
            {
                var detail = await context.CallAsync<ShowWorkflow, WorkflowDetail>(
                    "workflow.show", new ShowWorkflow(workflow.Name, run.Number));
                items.AddRange(detail.Steps.Where(step => HasBegun(step.State))
                    .Select(step => new WorkItem($"{run.Name}/{step.Name}", step.State, step.Attempts, step.Took, step.Runtime)));
                items.AddRange(detail.Services.Where(service => HasBegun(service.State))
                    .Select(
                        service => new WorkItem(
                            $"{run.Name}/{service.Name}", service.State, service.Attempts, service.Took, service.Runtime)));
            }
        }

        await context.Output.ShowAsync(WorkflowJson.Default.WorkList, new WorkList(items), context.Interrupts.Ended);
        return 0;
    }

    public static int ExitOf(RunStatus state) => state switch
    {
        RunStatus.Succeeded or RunStatus.Stopped => 0,
        RunStatus.Cancelled => FaultCodes.Exit(FaultKind.Cancelled),
        _ => 1,
    };

    private static bool HasBegun(UnitStatus state) =>
        state is not (UnitStatus.Waiting or UnitStatus.Stopped or UnitStatus.Created) && !state.IsFinal();

    private static async Task<int> ConcludeAsync(RunInfo started, ClientContext context)
    {
        var run = (await context.CallAsync<ShowWorkflow, WorkflowDetail>(
            "workflow.show", new ShowWorkflow(started.Workflow, started.Number))).Run!;
        if (run.State == RunStatus.Failed)
        {
            var why = await context.CallAsync<WhyRun, Why>("workflow.why", new WhyRun(run.Workflow, Run: run.Number));
            var facts = context.Terminal.Facts;
            await context.Terminal.Error.WriteAsync(
                "\n" + new WhyCommands(facts.Columns, new Paint(facts is { Colour: true, ErrorIsTerminal: true })).Of(why));
        }
        else
        {
            var took = run.Took is { } time ? $" after {Durations.Short(time)}" : "";
            await context.Output.NoteAsync($"{run.Name} {JsonNamingPolicy.SnakeCaseLower.ConvertName(run.State.ToString())}{took}");
        }

        if (run.Kind == RunKind.Job)
        {
            var outputs = await context.CallAsync<ReadOutputs, Outputs>("workflow.outputs", new ReadOutputs(run.Workflow, run.Number));
            await (context.Output.Form == OutputForm.Table
                ? context.Output.WriteAsync(new OutputText(await context.IsElsewhereAsync()).Of(outputs), context.Interrupts.Ended)
                : context.Output.ShowAsync(WorkflowJson.Default.Outputs, outputs, context.Interrupts.Ended));
        }

        return ExitOf(run.State);
    }
}
