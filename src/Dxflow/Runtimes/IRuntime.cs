using Dxflow.Foundation.Terminals;
using Dxflow.Runtimes.Containers.Beside;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Logs;

namespace Dxflow.Runtimes;

/// <summary>
/// What a runtime can do; what it cannot is refused or warned about when a plan is made, never discovered in the middle.
/// <see cref="Holds"/>: what was accepted and has not begun is held back by Pause.
/// </summary>
internal sealed record RuntimeTraits(
    bool Networks,
    bool Pause,
    bool Exec,
    bool Limits,
    bool SharedFiles,
    bool Images,
    bool Holds = false);

/// <summary>
/// One line a task wrote. <see cref="At"/> has the resolution that the runtime can give (a second on <c>process</c>).
/// <see cref="Position"/> grows from line to line of one stream, and is the same whenever the line is read. <see cref="Cut"/>: the line
/// has so many bytes, and the text is its beginning; <see cref="Lost"/>: so many before it went while they were to be read, as the log
/// outgrew its limit. Joined lines have newlines between them, one time, and the position of the last.
/// </summary>
internal sealed record TaskLine(DateTimeOffset At, bool Error, string Text, long Position = 0, long Cut = 0, long Lost = 0);

/// <summary>
/// Which lines: those from <see cref="Since"/> up to and with <see cref="Until"/> that <see cref="Filter"/> takes; of these the last
/// <see cref="Tail"/> (null: all); and whether to go on as they come until the task ends. <see cref="Waits"/> is called when all
/// that there is was given, and more is waited for. <see cref="After"/>: goes on behind these offsets, whatever the tail;
/// <see cref="Found"/> is told behind which offsets the tail begins. <see cref="Joined"/>: lines of one stream that follow one another and
/// have the same time may come as one.
/// </summary>
internal sealed record LogQuery(
    int? Tail = null,
    DateTimeOffset? Since = null,
    bool Follow = false,
    DateTimeOffset? Until = null,
    LogFilter? Filter = null,
    Action? Waits = null,
    LogPlace? After = null,
    Action<LogPlace>? Found = null,
    bool Joined = false);

/// <summary>
/// What to run beside a task: in its directory, environment and limits; with <see cref="Terminal"/> on a terminal of that size.
/// Another user, and all privileges, can be had in containers only. <see cref="Detached"/>: nobody waits for it, what it writes goes
/// nowhere, and it ends with the task at the latest.
/// </summary>
internal sealed record ExecSpec(
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string>? Environment = null,
    string? WorkingDirectory = null,
    TerminalSize? Terminal = null,
    string? User = null,
    bool Privileged = false,
    bool Detached = false);

/// <summary>
/// A program run beside a task. The three streams belong to the caller, and a terminal has no error; disposing kills what still runs.
/// </summary>
internal interface IExecSession : IAsyncDisposable
{
    Stream Input { get; }

    Stream Output { get; }

    Stream Error { get; }

    /// <summary>Tells the programs on the terminal that its window has changed; without one there is nobody to tell.</summary>
    void Resize(TerminalSize size);

    /// <summary>The exit code; 128 + n for a death by signal n.</summary>
    Task<int> Exited { get; }
}

/// <summary>
/// An adapter that executes tasks. It decides nothing: order, retries, time limits and outputs are the engine's. Everything comes
/// in batches, because a scheduler is asked once for a thousand jobs. Every command names its attempt and may be repeated:
/// <list type="number">
/// <item>Start: the attempt runs at most once, ever, however often and by however many engines it is asked for (the start token).</item>
/// <item>Find: after a restart of the engine, the truth about each attempt; from then on it is watched like one started here.
/// An attempt that never started is made unable to start (<see cref="TaskState.NotStarted"/>); one without a directory never did.</item>
/// <item>Stop: asks; the report confirms. Stopping what has ended is no error.</item>
/// <item>Forget: removes what the runtime keeps outside the attempt's directory, after the final state is durable.</item>
/// </list>
/// Methods throw only when the runtime itself is out of reach (the engine asks again); a failure of one task is a report.
/// </summary>
internal interface IRuntime : IAsyncDisposable
{
    string Name { get; }

    RuntimeTraits Traits { get; }

    /// <summary>What its tasks are made of; null where there are no images.</summary>
    ImageSupply? Images => null;

    /// <summary>What lies in its volumes; null where it has none of its own, and they are directories of the engine's.</summary>
    VolumeContents? Volumes => null;

    /// <summary>
    /// What is wrong with a program that a task would start in this directory, with this PATH (null: the runtime's own); null if nothing
    /// can be told before.
    /// </summary>
    string? ProgramProblem(string program, string workingDirectory, string? searchPath) => null;

    /// <summary>Which program a task would start so, by its path, its size and when it was written; null if that cannot be told.</summary>
    string? ProgramStamp(string program, string workingDirectory, string? searchPath) => null;

    /// <summary>Whether anything can be started there as things are; what was started is looked after in any case.</summary>
    bool IsThere => true;

    /// <summary>
    /// Its tasks run on machines of others, and what they need is booked there: the engine counts no cpus and no memory for them.
    /// </summary>
    bool IsElsewhere => false;

    /// <summary>
    /// Where attempts' directories have to lie so that tasks see them; null: wherever the engine likes.
    /// </summary>
    string? TasksDirectory => null;

    /// <summary>Where it is elsewhere: what stays up beside the engine, for its tasks; null: it is not elsewhere.</summary>
    ServicesBeside? Services => null;

    /// <summary>What a task that was accepted and does not run yet waits for; null: nothing that is known.</summary>
    string? WaitsFor(AttemptId id) => null;

    /// <summary>What is asked of whoever runs the tasks and has had no answer for a while; null: nothing, or nobody is asked.</summary>
    string? Unanswered => null;

    /// <summary>
    /// How many are started by one call. It ends with the last of them, and nobody hears of the first before: few where each takes long.
    /// </summary>
    int StartsMax => int.MaxValue;

    /// <summary>
    /// Starts each task; one report per task, in order: Queued, Running, Exited (a short one) or NotStarted with a reason.
    /// </summary>
    Task<IReadOnlyList<TaskReport>> StartAsync(IReadOnlyList<TaskSpec> batch, CancellationToken cancel);

    /// <summary>
    /// Makes what tasks are started of (networks and volumes, containers), and starts nothing: a start of an attempt that is the same goes
    /// on from there. One entry per task, in order: null, or why it cannot be made.
    /// </summary>
    Task<IReadOnlyList<string?>> MakeAsync(IReadOnlyList<TaskSpec> batch, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string?>>([.. batch.Select(_ => $"on {Name} there is nothing to make before a start")]);

    /// <summary>One report per attempt, in order, and each that is not final is watched from now on.</summary>
    Task<IReadOnlyList<TaskReport>> FindAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel);

    /// <summary>Changes of state of all started and found attempts, as they are seen. One reader at a time.</summary>
    IAsyncEnumerable<IReadOnlyList<TaskReport>> WatchAsync(CancellationToken cancel);

    Task StopAsync(IReadOnlyList<StopRequest> batch, CancellationToken cancel);

    /// <summary>Sends a signal, by name or number, to what runs of these, once; what has ended is no error.</summary>
    Task SignalAsync(IReadOnlyList<TaskRef> batch, string signal, CancellationToken cancel);

    Task ForgetAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel);

    IAsyncEnumerable<TaskLine> LogsAsync(TaskRef task, LogQuery query, CancellationToken cancel);

    /// <summary>Usage now, of those that run; one entry per task, in order, null where nothing is known.</summary>
    Task<IReadOnlyList<TaskUsage?>> StatsAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel);

    /// <summary>
    /// Starts a program beside a running task; one that is detached has started when this returns. Throws a <see
    /// cref="Operations.Fault"/> if the task does not run or the runtime has no exec.
    /// </summary>
    Task<IExecSession> ExecAsync(TaskRef task, ExecSpec spec, CancellationToken cancel);

    /// <summary>
    /// Where others start programs beside a task that runs, or after one that has ended: with what it has or had. Throws a <see
    /// cref="Operations.Fault"/> where there is no such place.
    /// </summary>
    Task<TaskPlace> PlaceAsync(TaskSpec task, bool isRunning, CancellationToken cancel) => throw Operations.Fault.Invalid(
        $"on runtime {Name} there is no shell beside a task, or after it", "it is for process, docker and podman");

    /// <summary>
    /// Freezes tasks where they are; what has ended, or stands still already, is no error, as with Resume. One entry per task, in order:
    /// false where this one cannot be frozen. Throws a <see cref="Operations.Fault"/> if the runtime can freeze nothing.
    /// </summary>
    Task<IReadOnlyList<bool>> PauseAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel);

    Task ResumeAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel);

    /// <summary>
    /// The health of a running task by a check that its runtime runs: the verdict, once there is one, and each change of it until the
    /// task ends. Nothing where there is no such check.
    /// </summary>
    IAsyncEnumerable<TaskHealth> HealthAsync(TaskRef task, CancellationToken cancel) => AsyncEnumerable.Empty<TaskHealth>();

    /// <summary>What queued attempts of a run wait for at this moment, as far as that can be told.</summary>
    IReadOnlyList<TaskProgress> Progress(string run) => [];

    /// <summary>
    /// Removes what is left of a project of which nothing runs: its kept containers, its networks, the volumes that belong to one run,
    /// and of the others those that <paramref name="volumes"/> says. A conflict if one of its containers does run.
    /// </summary>
    Task ReleaseAsync(ProjectSpec project, ReleasedVolumes volumes, CancellationToken cancel);

    /// <summary>
    /// Removes the containers of a project that its next run does not have, and tells the orphans that stay. What is another project's,
    /// another engine's or a live run's is never touched. May be repeated, and nothing depends on it.
    /// </summary>
    Task<IReadOnlyList<OrphanLeft>> ClearAsync(ProjectSpec project, ProjectStay stay, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<OrphanLeft>>([]);
}
