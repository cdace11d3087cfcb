using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>
/// What becomes of a container that has the name a new one wants. It is the attempt's own, made before a crash: taken. It was kept, and
/// nothing of it has changed: taken, to be started again. It is an older one of the same project that does not run: removed. Else it is
/// somebody else's, and the task cannot start.
/// </summary>
internal sealed class NameTaking(ContainerCalls containers, ContainerFinding finding)
{
    /// <summary>The container to use; null: the name is free now.</summary>
    public async Task<ContainerAnswer?> TakeAsync(
        TaskSpec spec, ContainerAnswer holder, string hash, string image, CancellationToken cancel)
    {
        var labels = holder.Config?.Labels ?? new Dictionary<string, string>();
        if (labels.GetValueOrDefault(Labels.Attempt) == spec.Id.ToString())
        {
            return holder;
        }

        var (task, isOurs) = (spec.Container!, labels.ContainsKey(Labels.Run));
        var isSameProject = labels.GetValueOrDefault(Labels.Project) == task.Project.Name;
        if (!isSameProject || (!isOurs && holder.State?.Running == true) || finding.IsWatched(holder.Id))
        {
            throw Fault.Conflict(
                $"the name '{task.Name}' is taken by a container of {Owner(labels, isSameProject)}", "remove or rename that container");
        }

        if (isOurs && task.Kept && labels.GetValueOrDefault(Labels.ConfigHash) == hash && labels.GetValueOrDefault(Labels.Image) == image)
        {
            return holder;
        }

        await SharedRemoval.RemoveAsync(containers, holder.Id, task.Project.Name, volumes: false, cancel, force: true);
        return null;
    }

    private static string Owner(IReadOnlyDictionary<string, string> labels, bool isSame) => labels.GetValueOrDefault(Labels.Project) switch
    {
        null => "somebody else",
        var project => isSame ? $"project '{project}' that still runs" : $"project '{project}'",
    };
}
