using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Files;

/// <summary>
/// What a worker runs for one attempt, in its directory (0600, as it has the task's variables), so that a worker has to be told only where.
/// It is also what an engine knows again of an attempt that waits. <see cref="IsContainer"/>: the command makes a container.
/// </summary>
internal sealed record TaskFile(
    AttemptId Id,
    string Name,
    string WorkingDirectory,
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment,
    double Cpus,
    long MemoryBytes,
    double? RunSeconds = null,
    bool IsContainer = false)
{
    private const string FileName = "task.json";
    private const int BytesMax = 16 << 20;

    public void Write(string directory) => FileCalls.WriteWhole(
        Path.Join(directory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, PilotJson.Default.TaskFile));

    /// <summary>Null: there is none, or none that is whole and this attempt's.</summary>
    public static TaskFile? Read(TaskRef task)
    {
        try
        {
            return AttemptFile.Read(Path.Join(task.Directory, FileName), BytesMax) is { } content
                && JsonSerializer.Deserialize(content, PilotJson.Default.TaskFile) is { } file && file.Id == task.Id ? file : null;
        }
        catch (JsonException)
        {
            // The engine ended while it wrote.
            return null;
        }
    }

    public static void Remove(string directory)
    {
        try
        {
            File.Delete(Path.Join(directory, FileName));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // With its directory; or it goes with it.
        }
    }

    [JsonIgnore]
    public TaskAsk Ask => new(
        Cpus, MemoryBytes, RunMax: RunSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    public NodeTask Task(BatchTarget target) =>
        new(Id, WorkingDirectory, Command, Environment, IsContainer ? new JobContainer(target) : null);

    public TaskSpec Spec(string directory) =>
        new(Id, Name, directory, WorkingDirectory, Command, Environment, new TaskLimits());
}
