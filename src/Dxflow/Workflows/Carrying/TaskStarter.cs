using System.Text;
using Dxflow.Artifacts;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Tracing;
using Dxflow.Foundation.Values;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Runs;

namespace Dxflow.Workflows.Carrying;

/// <summary>What can be started, what cannot, and what is secret in those where anything is.</summary>
internal sealed record PreparedTasks(
    IReadOnlyList<TaskSpec> Ready,
    IReadOnlyList<TaskReport> Refused,
    IReadOnlyList<(AttemptId Id, IReadOnlyCollection<string> Secrets)> Secrets);

/// <summary>
/// Makes attempts ready to start: 1 their inputs, command and environment are evaluated in the run's loop, 2 their directories made,
/// 3 artifacts placed, script and inputs written. What cannot be made ready is reported as never started, with its reason.
/// </summary>
internal sealed class TaskStarter(RunHouse house, RunFiles files, RunPlan plan, RunEvaluation evaluation,
    Func<AttemptId, TraceContext>? trace)
{
    private const UnixFileMode Shared = RunFiles.Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Script = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // A task as root could write through a shared file, whatever its mode says.
    private readonly StageMode _privately = FileCalls.EffectiveUser() == 0 ? StageMode.Private : StageMode.Shared;

    public async Task<PreparedTasks> PrepareAsync(
        RunLoop loop, IReadOnlyList<AttemptId> ids, SecretMask known, CancellationToken cancel)
    {
        var refused = new List<TaskReport>();

        // 1
        var evaluated = await loop.PeekAsync(state => ids.Select(id => Try(id, () => evaluation.Task(state, id))).ToList());
        var secrets = evaluated.Where(static one => one.Task is not null)
            .Select(one => (one.Id, Secrets: Secrets(one.Node, one.Task!))).Where(static one => one.Secrets.Count > 0).ToList();
        var mask = known.With([.. secrets.SelectMany(static one => one.Secrets)]);
        var ready = new List<TaskSpec>();
        files.CheckTasks();
        foreach (var (id, node, task, share, report) in evaluated)
        {
            if (task is null)
            {
                refused.Add(report!);
                continue;
            }

            try
            {
                ready.Add(await PlaceAsync(id, plan.Nodes[node], task, share!, mask, cancel));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && !DiskFullException.Is(failure))
            {
                refused.Add(new TaskReport(id, TaskState.NotStarted, Reason: FailureReason.BadInput, Detail: failure.Message));
            }
        }

        return new PreparedTasks(ready, refused, secrets);
    }

    /// <summary>Variables with a secret's name: references may have given them values that nothing told before.</summary>
    private IReadOnlyCollection<string> Secrets(int node, EvaluatedTask task) =>
        [.. plan.Nodes[node].Environment.Keys.Where(SecretNames.Match).Select(name => task.Environment.GetValueOrDefault(name) ?? "")];

    private static (AttemptId Id, int Node, EvaluatedTask? Task, TaskShare? Share, TaskReport? Report) Try(
        AttemptId id, Func<(int Node, EvaluatedTask Task, TaskShare Share)> evaluate)
    {
        try
        {
            var (node, task, share) = evaluate();
            return (id, node, task, share, null);
        }
        catch (FlowException wrong)
        {
            var detail = RunEvaluation.Explain(wrong.Error);
            return (id, -1, null, null, new TaskReport(id, TaskState.NotStarted, Reason: FailureReason.BadInput, Detail: detail));
        }
    }

    private async Task<TaskSpec> PlaceAsync(
        AttemptId id, NodePlan node, EvaluatedTask task, TaskShare share, SecretMask mask, CancellationToken cancel)
    {
        var attempt = files.Attempt(id);

        // 2
        MakeDirectories(id, attempt, node.Kind);
        MakeVolumes(node);

        // 3
        foreach (var placement in task.Placements)
        {
            var mode = placement.Writable ? StageMode.Writable : node.Container is null ? _privately : StageMode.Private;
            await house.Store.StageAsync(ArtifactForm.Of(placement.Artifact), files.Work(id), placement.RelativePath, mode, cancel);
        }

        if (node.Kind == NodeKind.Step)
        {
            FileCalls.WriteWhole(Path.Combine(attempt, RunEvaluation.InputsJsonName), Encoding.UTF8.GetBytes(task.InputsJson));
        }

        if (node is { Container: null, Step.Secrets: { } secrets })
        {
            SecretFiles.Write(evaluation.Outside(id).Secrets, secrets);
        }

        if (node.Kind == NodeKind.Step && (node.Container is not null || HasImageElsewhere(node)))
        {
            // A file that is not there cannot be mounted.
            FileCalls.WriteWhole(evaluation.Outside(id).Progress, []);
        }

        if (node.Script is { } script)
        {
            var path = Path.Combine(attempt, RunEvaluation.ScriptName);
            FileCalls.WriteWhole(path, Encoding.UTF8.GetBytes(script));
            File.SetUnixFileMode(path, Script);
        }

        new TaskRecord([.. task.Command.Select(mask.Of)], FlowJson.Element(task.Inputs, FlowJsonForm.Shown)).Write(attempt);
        return new TaskSpec(
            id,
            node.Name,
            attempt,
            task.WorkingDirectory,
            task.Command,
            Traced(id, node, task.Environment),
            new TaskLimits(share.Resources.LimitCpus, share.Resources.LimitMemoryBytes),
            ContainerTasks.Of(
                plan, node, id, task, evaluation.Outside(id), node.Container is not null && ContainerTasks.IsAgain(files, id)),
            task.Entrypoint,
            AskOf(node, share),
            ImageOf(node, id));
    }

    /// <summary>What the scheduler of others' machines is asked for; where this machine's is booked, nothing.</summary>
    private TaskAsk? AskOf(NodePlan node, TaskShare share) => house.RuntimeOf(node).IsElsewhere && share.Resources is var wanted
        ? new TaskAsk(
            wanted.BookedCpus, wanted.BookedMemoryBytes, wanted.Nodes, wanted.Tasks, share.RunMax,
            wanted is { Nodes: 1, Tasks: 1 } ? node.Step?.Group ?? 1 : 1, node.Step?.Pool ?? 1, wanted.Gpus, wanted.Directives)
        : null;

    /// <summary>
    /// What a cluster runs in its jobs: volumes are directories there. Of the attempt's directory, which is the engine's and the job's own,
    /// an image writes in what is the task's.
    /// </summary>
    private TaskImage? ImageOf(NodePlan node, AttemptId id) => !HasImageElsewhere(node) ? null : new TaskImage(
        node.Image!, node.Pull,
        [
            .. new[] { files.Work(id), evaluation.Outside(id).Progress }.Select(static path => new ContainerMount("bind", path, path)),
            .. (node.Mounts ?? []).Select(mount => mount.Type == "bind" ? mount : mount with
            {
                Type = "bind",
                Source = node.Volumes!.First(volume => volume.Name == mount.Source).Directory,
            }),
        ]);

    private bool HasImageElsewhere(NodePlan node) =>
        node.Image is not null && house.RuntimeOf(node) is { IsElsewhere: true, Traits.Images: true };

    /// <summary>What the task does is below its attempt, unless the document says otherwise.</summary>
    private IReadOnlyDictionary<string, string> Traced(
        AttemptId id, NodePlan node, IReadOnlyDictionary<string, string> variables)
    {
        const string Parent = "TRACEPARENT";
        // A kept container has to be the same at its next attempt.
        var isKept = node is { Container: not null, Kind: not NodeKind.Step };
        if (isKept || trace?.Invoke(id) is not { } context || variables.ContainsKey(Parent))
        {
            return variables;
        }

        var traced = new Dictionary<string, string>(variables) { [Parent] = context.ToString() };
        if (context.State is { } state)
        {
            traced["TRACESTATE"] = state;
        }

        return traced;
    }

    /// <summary>
    /// A run's own are there from their first use on; a workflow's, unless somebody has removed them. What an image is given of a directory
    /// that is not there yet is made as well, where Compose does so.
    /// </summary>
    private static void MakeVolumes(NodePlan node)
    {
        if (node.Container is not null)
        {
            return;
        }

        var binds = (node.Mounts ?? []).Where(static mount => mount is { Type: "bind", CreateHostPath: true });
        foreach (var path in (node.Volumes ?? []).Select(static volume => volume.Directory ?? volume.Path)
            .Concat(binds.Select(static mount => mount.Source)))
        {
            if (path is not null && !Path.Exists(path))
            {
                Directory.CreateDirectory(path, RunFiles.Private);
            }
        }
    }

    /// <summary>Plain calls: the directories of a task that does little cost as much as the task.</summary>
    private void MakeDirectories(AttemptId id, string attempt, NodeKind kind)
    {
        try
        {
            FileCalls.CreateDirectory(attempt, Shared);
        }
        catch (DiskException first) when (first.Errno == Errno.NoEntry)
        {
            // The first of its shard.
            Directory.CreateDirectory(attempt, Shared);
        }

        var work = files.Work(id);
        if (kind == NodeKind.Step || plan.Elsewhere)
        {
            FileCalls.CreateDirectory(work, Shared);
        }

        if (kind == NodeKind.Step)
        {
            foreach (var directory in (string[])["inputs", "outputs", "tmp"])
            {
                FileCalls.CreateDirectory(Path.Combine(work, directory), Shared);
            }
        }
    }
}
