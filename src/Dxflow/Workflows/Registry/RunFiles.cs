using System.Globalization;
using Dxflow.Runtimes;

namespace Dxflow.Workflows.Registry;

/// <summary>
/// Where a run keeps what: its journal, its plan and inputs, and a directory for every attempt, a thousand slices to a shard.
/// In an attempt's directory the runtime keeps its start token, exit and logs; <c>work</c> in it is the task's own.
/// </summary>
internal sealed record RunFiles(string Directory)
{
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int ShardSize = 1000;

    public string Journal => Path.Combine(Directory, "run.journal");

    public string Plan => Path.Combine(Directory, "plan.json");

    public string Inputs => Path.Combine(Directory, "inputs.json");

    /// <summary>
    /// While the run is not sealed, the files of the run that it takes results over from, by a second name: so that one may be removed.
    /// </summary>
    public RunFiles Reused => new(Path.Combine(Directory, "reused"));

    public string Tasks => Path.Combine(Directory, "tasks");

    public string Attempt(AttemptId id) => Path.Combine(
        Tasks,
        (id.Slice / ShardSize).ToString("d3", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{id.Step}-{id.Slice}-{id.Attempt}"));

    public string Work(AttemptId id) => Path.Combine(Attempt(id), "work");

    public TaskRef Task(AttemptId id) => new(id, Attempt(id));
}
