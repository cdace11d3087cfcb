using System.Globalization;
using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;

namespace Dxflow.Bench.Core;

/// <summary>
/// The home of an engine in the middle of its work: runs whose steps are done but for the last, which sleeps, or all. Only the files of the
/// runs are written: an engine that starts over them finds them missing in its index and registers them.
/// </summary>
internal static class LiveHome
{
    private const string Workflow = "bench";

    /// <summary>Longer than the benchmark, and no process for ever if that is killed.</summary>
    private const string SleepSeconds = "1800";

    private static NodePlan Last => CoreRun.Step("last", "process", "sleep", SleepSeconds);

    public static async Task MakeAsync(string home, int runs, int steps)
    {
        for (var number = 1; number <= runs; number++)
        {
            await MakeRunAsync(
                home, number, Workflow, [.. Enumerable.Range(0, steps).Select(index => CoreRun.Step($"s{index}", "process", "true")), Last],
                steps, slices: 1);
        }
    }

    /// <summary>A run of one step that had so many slices; it has ended, or its last step sleeps.</summary>
    public static Task MakeFanAsync(string home, int number, string workflow, int slices, bool staysLive) => MakeRunAsync(
        home, number, workflow, staysLive ? [CoreRun.Fanned("process"), Last] : [CoreRun.Fanned("process")], steps: 1, slices);

    private static async Task MakeRunAsync(string home, int number, string workflow, IReadOnlyList<NodePlan> nodes, int steps, int slices)
    {
        var id = number.ToString("x16", CultureInfo.InvariantCulture);
        var files = new RunFiles(Path.Combine(home, "runs", id));
        var plan = new RunPlan(1, workflow, RunKind.Job, "process", "/", nodes, [], []);
        Directory.CreateDirectory(files.Directory, RunFiles.Private);
        await File.WriteAllBytesAsync(files.Plan, JsonSerializer.SerializeToUtf8Bytes(plan, PlanJson.Default.RunPlan));
        await File.WriteAllTextAsync(files.Inputs, "{}");
        await CoreRun.RunAsync(LocalDisk.Instance, files.Journal, plan, new RunCreated(1, id, workflow, number, 1), steps, slices);
        File.Delete(Path.Combine(files.Directory, "reserve"));
    }

    /// <summary>What an engine has to read before it can answer for its live runs.</summary>
    public static IEnumerable<string> FilesToRead(string home) => Directory.GetDirectories(Path.Combine(home, "runs"))
        .Select(directory => new RunFiles(directory))
        .SelectMany(files => new[] { files.Plan, files.Inputs, files.Journal });
}
