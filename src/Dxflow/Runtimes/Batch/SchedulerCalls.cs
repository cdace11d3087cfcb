using Dxflow.Foundation.Processes;

namespace Dxflow.Runtimes.Batch;

/// <summary>
/// Runs the scheduler's programs and counts them. What takes too long, or cannot be started, is an end without a code: it says nothing
/// about what the scheduler has made of it.
/// </summary>
internal sealed class SchedulerCalls(BatchTarget target, IReadOnlyList<string> names, TimeProvider time)
{
    public static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    private const int OutputBytesMax = 64 << 20;

    /// <summary>
    /// All that the programs get of the engine's variables, beside those that say where their scheduler is, and with them the jobs: others
    /// change what is asked for (an engine that itself runs in a job has many), or are nobody's business on a node.
    /// </summary>
    private static readonly string[] Passed = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ"];

    private readonly ProgramRun programs = new(time, AnswerMax, OutputBytesMax);
    private long issued;

    /// <summary>How many programs were run so far.</summary>
    public long Issued => Interlocked.Read(ref issued);

    /// <summary>Null: there is none.</summary>
    public static string? Find(BatchTarget target, string program) => target.Commands is { } folder
        ? File.Exists(Path.Join(folder, program)) ? Path.Join(folder, program) : null
        : ProgramRun.Find(program);

    public static string Missing(BatchTarget target, string program) => $"{program} was not found in {target.Commands ?? "PATH"}";

    /// <summary>What the programs get, and these.</summary>
    public IReadOnlyList<string> Given(IReadOnlyList<string> more) => [.. Variables(ProgramRun.Variables(), names), .. more];

    public async Task<ProgramEnd> RunAsync(SchedulerCall call, CancellationToken cancel, IReadOnlyList<string>? more = null)
    {
        if (Find(target, call.Program) is not { } program)
        {
            return new ProgramEnd(null, Missing(target, call.Program));
        }

        Interlocked.Increment(ref issued);
        try
        {
            var end = await programs.RunAsync(program, call.Arguments, cancel, Given(more ?? []), call.Until);
            return end.Code is null && !(call.Until is { } until && end.Output.Contains(until, StringComparison.Ordinal))
                ? end with { Output = $"{call.Program} did not end within {AnswerMax.TotalSeconds:0} s" } : end;
        }
        catch (Exception failure) when (failure is ProcessException or IOException or UnauthorizedAccessException)
        {
            return new ProgramEnd(null, failure.Message);
        }
    }

    /// <summary>A list of the queue, in one question or two.</summary>
    public async Task<ProgramEnd> ListAsync(IBatchScheduler scheduler, SchedulerCall first, CancellationToken cancel)
    {
        var end = await EndAsync(first, cancel);
        return scheduler.ListOf(end) is { } second ? await EndAsync(second, cancel) : end;
    }

    /// <summary>As <see cref="RunAsync"/>, for who has to hear of it in any case: an engine that ends is an end without a code.</summary>
    public async Task<ProgramEnd> EndAsync(SchedulerCall call, CancellationToken cancel)
    {
        try
        {
            return await RunAsync(call, cancel);
        }
        catch (OperationCanceledException)
        {
            return new ProgramEnd(null, "the engine ends");
        }
    }

    public static IReadOnlyList<string> Variables(IEnumerable<string> all, IReadOnlyList<string> names) =>
        [.. all.Where(each => Passed.Concat(names).Any(name => each.StartsWith(name + "=", StringComparison.Ordinal)))];
}
