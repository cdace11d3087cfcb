using System.Globalization;
using Dxflow.Foundation.Files;
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

    /// <summary>Of what tasks lie in: they may run as another user.</summary>
    public const UnixFileMode Shared = Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

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

    public string Attempt(AttemptId id) => Path.Combine(
        Tasks,
        (id.Slice / ShardSize).ToString("d3", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{id.Step}-{id.Slice}-{id.Attempt}"));

    public string Work(AttemptId id) => Path.Combine(Attempt(id), "work");

    /// <summary>
    /// The directory of an attempt, if it is not there yet. Plain calls: the directories of a task that does little cost as much as the
    /// task.
    /// </summary>
    /// <exception cref="DiskException">No room, or no permission.</exception>
    public void MakeAttempt(AttemptId id)
    {
        var attempt = Attempt(id);
        try
        {
            FileCalls.CreateDirectory(attempt, Shared);
        }
        catch (DiskException first) when (first.Errno == Errno.NoEntry)
        {
            // The first of its shard.
            System.IO.Directory.CreateDirectory(attempt, Shared);
        }
    }

    /// <summary>
    /// An engine may have been killed between granting attempts and making their directories. Runtimes that are asked for such attempts
    /// leave word there, so the directories are made now; unless the file system that they lie on is away, when nothing is known of any.
    /// </summary>
    public void MakeAttempts(IEnumerable<AttemptId> ids)
    {
        if (Elsewhere is null || System.IO.Directory.Exists(Tasks))
        {
            foreach (var id in ids)
            {
                MakeAttempt(id);
            }
        }
    }

    public TaskRef Task(AttemptId id) => new(id, Attempt(id));
}
