using System.Globalization;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes;

namespace Dxflow.Workflows.Registry;

/// <summary>
/// Where a run keeps what: its journal, its plan and inputs, and a directory for every attempt, a thousand slices to a shard.
/// In an attempt's directory the runtime keeps its start token, exit and logs; <c>work</c> in it is the task's own. Where a runtime's
/// machines do not see the home, <c>tasks</c> is a link to a directory of that name which they see.
/// </summary>
internal sealed record RunFiles(string Directory)
{
    private string? _tasks;

    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int ShardSize = 1000;
    private const string TasksName = "tasks";
    private const string VolumesName = "volumes";

    public string Journal => Path.Combine(Directory, "run.journal");

    public string Plan => Path.Combine(Directory, "plan.json");

    public string Inputs => Path.Combine(Directory, "inputs.json");

    /// <summary>
    /// While the run is not sealed, the files of the run that it takes results over from, by a second name: so that one may be removed.
    /// </summary>
    public RunFiles Reused => new(Path.Combine(Directory, "reused"));

    /// <summary>Looked up once: a run's attempts stay where its first one was.</summary>
    public string Tasks => _tasks ??= Elsewhere ?? Path.Combine(Directory, TasksName);

    /// <summary>The directory outside of the run's own where its attempts lie, if there is one; never what others have put there.</summary>
    public string? Elsewhere => new FileInfo(Path.Combine(Directory, TasksName)).LinkTarget is { } target
        && Path.GetFileName(target) == Path.GetFileName(Directory) ? target : null;

    /// <summary>
    /// Where volumes that are this run's alone lie, if no container engine has them: with its attempts, as their machines see it.
    /// </summary>
    public string Volumes => Path.Combine(Tasks, VolumesName);

    public string VolumeOf(string name) => Path.Combine(Volumes, name);

    /// <summary>Has the attempts of this run below <paramref name="shared"/>, before there are any.</summary>
    public void PlaceTasks(string shared)
    {
        var runs = Path.Combine(shared, "runs");
        DirectoryCalls.MakeOwn(runs);
        var target = Path.Combine(runs, Path.GetFileName(Directory));
        System.IO.Directory.CreateDirectory(target, Private);
        File.CreateSymbolicLink(Path.Combine(Directory, TasksName), target);
        _tasks = null;
    }

    /// <summary>
    /// To runtimes an attempt without a directory has never begun: an engine was killed before it had made one. While the file system that
    /// attempts lie on is away nobody may ask them, or what runs there would be started once more, nor make or look for anything there.
    /// </summary>
    /// <exception cref="Fault">It is away.</exception>
    public void CheckTasks()
    {
        if (Elsewhere is { } place && Path.GetDirectoryName(place) is { } runs && !System.IO.Directory.Exists(runs))
        {
            throw Fault.Unavailable(
                $"the attempts of this run lie in {runs}, which is not there",
                "mount its disk, or make the directory if what was there is lost; the engine asks again");
        }
    }

    public string Attempt(AttemptId id) => Path.Combine(
        Tasks,
        (id.Slice / ShardSize).ToString("d3", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{id.Step}-{id.Slice}-{id.Attempt}"));

    public string Work(AttemptId id) => Path.Combine(Attempt(id), "work");

    public TaskRef Task(AttemptId id) => new(id, Attempt(id));
}
