using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes;

/// <summary>An attempt and the directory that the runtime keeps for it: enough to find a task again after anything.</summary>
internal sealed record TaskRef(AttemptId Id, string Directory);

/// <summary>What is enforced on a task; null is no limit. Cpus in cores, memory in bytes.</summary>
internal sealed record TaskLimits(double? Cpus = null, long? MemoryBytes = null);

/// <summary>
/// What is asked of a scheduler that places the task on machines of its own: cores and memory (bytes; 0: the site's default) of all of it
/// together, so many nodes and so many tasks on them, and for how long it may run at most. So many tasks of the same step may be one job
/// (<see cref="Group"/>), <see cref="Pool"/> of them at a time. <see cref="Gpus"/> are those of each node;
/// <see cref="Directives"/> go to the scheduler as they are, where its owner allows them.
/// </summary>
internal sealed record TaskAsk(
    double Cpus = 1, long MemoryBytes = 0, int Nodes = 1, int Tasks = 1, TimeSpan? RunMax = null, int Group = 1, int Pool = 1,
    int Gpus = 0, IReadOnlyList<string>? Directives = null)
{
    /// <summary>What so many of them together ask for, as one job.</summary>
    public TaskAsk Together(int count)
    {
        var atOnce = Math.Clamp(Pool, 1, count);
        return this with
        {
            Cpus = Cpus * atOnce,
            MemoryBytes = MemoryBytes * atOnce,
            Gpus = Gpus * atOnce,
            RunMax = RunMax * ((count + atOnce - 1) / atOnce),
            Group = count,
            Pool = atOnce,
        };
    }
}

/// <summary>
/// Everything a runtime needs to execute one attempt. All paths are absolute and exist when the task is handed over:
/// <see cref="Directory"/> is the runtime's own (start token, exit, <c>stdout</c>, <c>stderr</c>),
/// <see cref="WorkingDirectory"/> is where the program starts. <see cref="Command"/> is an argument vector, never a shell text.
/// <see cref="Environment"/> is what the document and the engine give the task; the runtime adds the bare minimum of its own
/// (rules of <c>process</c>: PATH HOME USER LANG TZ TMPDIR) where it is not set. For a container runtime <see cref="Container"/>
/// is there as well, paths are those inside the container, and the first <see cref="Entrypoint"/> of the arguments are its entrypoint
/// (null: the image's own stays, and all are its command). With <see cref="Image"/> a runtime that places tasks elsewhere runs the command
/// in that image there, with the directory under the same name; the command may then be empty.
/// </summary>
internal sealed record TaskSpec(
    AttemptId Id,
    string Name,
    string Directory,
    string WorkingDirectory,
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment,
    TaskLimits Limits,
    ContainerTask? Container = null,
    int? Entrypoint = null,
    TaskAsk? Ask = null,
    TaskImage? Image = null)
{
    public TaskRef Ref => new(Id, Directory);
}

/// <summary>
/// What makes a task a container: what it is, the project it belongs to, the name that is its own there (the start token: a second
/// container of that name cannot be made), its labels, and the files of the attempt that it sees. A container that is
/// <see cref="Kept"/> outlives its attempt, and the next attempt under the same name starts it again if nothing of it has changed
/// (a service); the others are removed when they are forgotten (a step). <see cref="Instance"/> counts replicas from 1. With
/// <see cref="Adopt"/> whatever container the project already has for this instance is the task, as it is.
/// <see cref="AsEngine"/>: its user is the engine's own, whose files it reads and writes, whatever number that user has inside.
/// <see cref="IsCalled"/>: there may be many of its kind at once, so no network calls it by the name of its service.
/// </summary>
internal sealed record ContainerTask(
    ContainerSpec Spec,
    ProjectSpec Project,
    string Name,
    string Service,
    int Instance,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<ContainerMount> Places,
    bool Kept,
    bool Adopt = false,
    bool AsEngine = false,
    bool IsCalled = false);

/// <summary>
/// Ask a task to end: <see cref="Signal"/> to all its processes, then after <see cref="Grace"/> the whole tree is killed.
/// A grace of zero kills at once. The end is confirmed by a report, never by the answer of Stop.
/// </summary>
internal sealed record StopRequest(TaskRef Task, string Signal, TimeSpan Grace);
