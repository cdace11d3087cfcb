using System.Text.Json;
using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes.Batch.Files;

/// <summary>
/// What was concluded about an attempt whose wrapper could not witness its end, or not all of it: the scheduler forgets, and the truth has
/// to stay the same.
/// </summary>
internal static class VerdictFile
{
    private const int BytesMax = 64 << 10;

    public static void Write(string directory, TaskReport report)
    {
        try
        {
            FileCalls.WriteWhole(PathIn(directory), JsonSerializer.SerializeToUtf8Bytes(report, JobRecordJson.Default.TaskReport));
        }
        catch (DiskException)
        {
            // The report is on its way to the run's journal, which is what counts.
        }
    }

    public static bool IsThere(string directory) => File.Exists(PathIn(directory));

    public static TaskReport? Read(TaskRef task)
    {
        try
        {
            return AttemptFile.Read(PathIn(task.Directory), BytesMax) is { } content
                && JsonSerializer.Deserialize(content, JobRecordJson.Default.TaskReport) is { } report && report.Id == task.Id
                ? report : null;
        }
        catch (JsonException)
        {
            // A torn one counts as none.
            return null;
        }
    }

    private static string PathIn(string directory) => Path.Join(directory, "verdict.json");
}
