using System.Diagnostics;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Null;
using Dxflow.Storage;
using Dxflow.Storage.Journals;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Capacity;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Running.Owed;

namespace Dxflow.Bench.Core;

/// <summary>
/// The engine's core by itself: one run's loop, slots, the committer and a journal on the disk under test, over the null runtime.
/// No documents, no directories of attempts, no surfaces.
/// </summary>
internal static class CoreRun
{
    private const int AtOnce = 1024;

    private static readonly Dictionary<string, string> NoVariables = [];

    /// <summary>
    /// Steps that wait for nothing, and one that never answers if the run is to stay live. Seconds from the request to the end.
    /// </summary>
    public static Task<double> RunAsync(IDisk disk, string directory, int steps, bool staysLive = false) => RunAsync(
        disk, Path.Combine(directory, "journal"), Plan(steps, staysLive), new RunCreated(1, "0123456789abcdef", "bench", 1, 1), steps);

    /// <summary>
    /// The same for a plan of one's own, of which the first <paramref name="steps"/> end; ends when these are over and forgotten.
    /// </summary>
    public static async Task<double> RunAsync(
        IDisk disk, string path, RunPlan plan, RunCreated created, int steps, int slices = 1, Action? atTheEnd = null)
    {
        var staysLive = plan.Nodes.Count > steps;
        var directory = Path.GetDirectoryName(path)!;
        await using var runtime = new NullRuntime(TimeProvider.System);
        await using var slots = new Slots(AtOnce, 0);
        await using var committer = new Committer(disk, Path.Combine(directory, "reserve"), TimeProvider.System, Fail);
        var journal = committer.Add(JournalFile.Create(disk, path));
        var left = new TaskCompletionSource();
        var open = steps * slices;
        var ports = new RunPorts(
            new SteadyClock(TimeProvider.System),
            new CoreAnswers(slices),
            (run, commands) =>
            {
                Serve(run, commands, runtime, steps);
                if (Interlocked.Add(ref open, -commands.Count(command => command.Kind == CommandKind.Forget)) == 0)
                {
                    left.TrySetResult();
                }
            },
            (run, wishes) => slots.Request(run.Id, wishes, run.Post));
        var watch = Stopwatch.GetTimestamp();
        await using var loop = await RunLoop.CreateAsync(plan, created, journal, ports);
        await (staysLive ? left.Task : loop.Completion);
        var seconds = Stopwatch.GetElapsedTime(watch).TotalSeconds;
        atTheEnd?.Invoke();
        return seconds;
    }

    /// <summary>
    /// One step of so many slices: the seconds from the request to the end of all, and the bytes that are held then for each of them.
    /// </summary>
    public static async Task<(double Seconds, double BytesEach)> FanAsync(IDisk disk, string directory, int slices)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var held = 0L;
        var plan = new RunPlan(1, "bench", RunKind.Job, "null", "/", [Fanned("null")], [], []);
        var seconds = await RunAsync(
            disk, Path.Combine(directory, "journal"), plan, new RunCreated(1, "0123456789abcdef", "bench", 1, 1), 1, slices,
            () => held = GC.GetTotalMemory(forceFullCollection: true) - before);
        return (seconds, (double)held / slices);
    }

    public static RunPlan Plan(int steps, bool staysLive)
    {
        var nodes = Enumerable.Range(0, staysLive ? steps + 1 : steps).Select(index => Step($"s{index}", "null", "true")).ToArray();
        return new RunPlan(1, "bench", RunKind.Job, "null", "/", nodes, [], []);
    }

    /// <summary>A step, named each, of which <see cref="CoreAnswers"/> says how many slices it has.</summary>
    public static NodePlan Fanned(string runtime)
    {
        var each = new EachPlan("i", "int", Template.Literal("x"), new Place("compose.yaml", 1, 1));
        var step = Step("each", runtime, "true");
        return step with { Step = step.Step! with { Fan = new FanPlan([each]) } };
    }

    /// <summary>A step that waits for nothing.</summary>
    public static NodePlan Step(string name, string runtime, params string[] command) => new(
        name, NodeKind.Step, runtime, Image: null, [.. command.Select(Template.Literal)], Script: null, new Dictionary<string, Template>(),
        WorkingDirectory: null, After: [], new ResourcePlan(1, 0), new StopPlan("SIGTERM", TimeSpan.FromSeconds(10)),
        new StepPlan(
            Inputs: [], Outputs: [], RunIf.AllOk, When: null, Key: Template.Literal(name),
            new RetryPlan(0, [], new BackoffPlan(TimeSpan.FromSeconds(5), 2, TimeSpan.FromMinutes(5))),
            new ExitPlan([0], [75], []), new TimeoutPlan(null, null), OnFail.Fail));

    /// <summary>
    /// Answers all of a batch at once, as the runtime does. The step after the last counted one is left without an answer.
    /// </summary>
    private static void Serve(RunLoop run, IReadOnlyList<RunCommand> commands, NullRuntime runtime, int steps)
    {
        var starts = commands.Where(command => command.Kind == CommandKind.Start && command.Id.Step < steps)
            .Select(command => new TaskSpec(command.Id, "s", "/", "/", ["true"], NoVariables, new TaskLimits())).ToList();
        if (starts.Count > 0)
        {
            // The null runtime answers at once: the task is complete when it is returned.
            run.Post(new TasksReported(runtime.StartAsync(starts, default).GetAwaiter().GetResult(), ReportSource.Start));
        }

        if (commands.Where(command => command.Kind == CommandKind.Forget).Select(command => command.Id).ToList() is { Count: > 0 } ended)
        {
            run.Post(new TasksForgotten(ended));
        }
    }

    private static void Fail(Exception failure) => Environment.FailFast("the committer failed", failure);
}
