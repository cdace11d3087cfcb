using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Documents.Demands;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Logs;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Runs.Beside;

/// <summary>
/// Where others than this noun start programs with what a service or a task of a run has: its directory and variables, or its container.
/// Who asks has to be allowed what an exec there asks for.
/// </summary>
internal sealed class RunPlaces(WorkflowRegistry registry, RunBook runs, RunHouse house, ContainerAllowance containers)
{
    private const int KeysShownMax = 5;

    public async Task<TaskPlace> FindAsync(TaskWish wish, Caller caller, CancellationToken cancel)
    {
        if (!caller.IsMaster && !caller.Permissions.HasFlag(Permission.Workflow))
        {
            throw new Fault(
                FaultKind.Forbidden, $"a shell in a workflow needs WORKFLOW beside SHELL, which '{caller.Identity}' does not have.",
                "A MASTER can grant it.");
        }

        var run = await registry.AskAsync(index => RunLookup.Run(index, wish.Workflow, wish.Run));
        var plan = runs.PlanOf(run);
        var id = wish.Key is null ? await ServiceAsync(run, plan, wish) : await TaskAsync(run, plan, wish.Key);
        var evaluation = runs.EvaluationOf(run, plan);
        var (node, isRunning, spec) = await runs.AskAsync(
            run, state => (plan.Nodes[state.Steps[id.Step].Node], IsRunning(state, id), Spec(plan, evaluation, state, id, run)));
        PlanRights.Check([node], caller, Environment.IsPrivilegedProcess);
        PlanRights.CheckContainers(plan, [node], caller, containers);
        if (node.Container is null && !Directory.Exists(spec.WorkingDirectory))
        {
            throw Fault.Conflict(
                $"the directory of '{wish.Key ?? wish.Service}' has gone: {spec.WorkingDirectory}",
                "what succeeded leaves none behind; a start with --keep does");
        }

        return await house.RuntimeOf(node).PlaceAsync(spec, isRunning, cancel);
    }

    private static bool IsRunning(RunState state, AttemptId id) =>
        state.Slices[state.IndexOf(id.Step, id.Slice)].Status == UnitStatus.Running;

    private TaskSpec Spec(RunPlan plan, RunEvaluation evaluation, RunState state, AttemptId id, RunEntry run)
    {
        var files = house.FilesOf(run.Id);
        try
        {
            var (at, task, share) = evaluation.Task(state, id);
            var node = plan.Nodes[at];
            return new TaskSpec(
                id, node.Name, files.Attempt(id), task.WorkingDirectory, task.Command, task.Environment,
                new TaskLimits(share.Resources.LimitCpus, share.Resources.LimitMemoryBytes),
                ContainerTasks.Of(plan, node, id, task, evaluation.Outside(id), isAgain: true),
                task.Entrypoint);
        }
        catch (FlowException wrong)
        {
            throw Fault.Conflict($"it could not be started: {RunEvaluation.Explain(wrong.Error)}", "there is nothing to look at");
        }
    }

    private async Task<AttemptId> ServiceAsync(RunEntry run, RunPlan plan, TaskWish wish)
    {
        var step = RunLookup.Node(plan, wish.Service!);
        var active = await runs.AskAsync(run, state => state.RunningTasks().Select(state.AttemptOf).ToList());
        var found = active.FirstOrDefault(task => task.Step == step && task.Slice == wish.Instance - 1);
        return found.Run is not null ? found : throw Fault.Missing(
            (wish.Instance == 1 ? "" : $"instance {wish.Instance} of ") + $"'{wish.Service}' does not run now",
            $"--workflow {wish.Workflow} --task KEY is for what has ended; see 'dxflow workflow services {wish.Workflow}'");
    }

    /// <summary>The last attempt of the one task that the key names; of several the one that failed.</summary>
    private async Task<AttemptId> TaskAsync(RunEntry run, RunPlan plan, string key)
    {
        var choice = new LogChoice(plan, new ReadLogs(run.Workflow, [key]), await runs.KeysAsync(run));
        var found = await runs.AskAsync(run, state => choice.Of(state)
            .Where(id => plan.Nodes[state.Steps[id.Step].Node].Step?.Call is null)
            .Select(id => (Id: id, Status: state.Slices[state.IndexOf(id.Step, id.Slice)].Status,
                Name: Views.StepNames.NameOfSlice(state, id.Step, id.Slice)))
            .ToList());
        var failed = found.Where(static one => one.Status == UnitStatus.Failed).ToList();
        return found.Count == 1 ? found[0].Id : failed.Count == 1 ? failed[0].Id : found.Count == 0
            ? throw Fault.Conflict($"nothing of '{key}' has been started", $"see 'dxflow workflow steps {run.Workflow}'")
            : throw Fault.Invalid(
                $"'{key}' stands for {found.Count} tasks, of which {failed.Count} failed",
                "name one of them: " + string.Join(", ", (failed.Count > 0 ? failed : found).Take(KeysShownMax).Select(one => one.Name)));
    }
}
