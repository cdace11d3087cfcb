using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.Batch;

/// <summary>
/// A command of the scheduler: a program and its arguments, never a text for a shell. Once it has written <see cref="Until"/> it would only
/// wait, and is ended.
/// </summary>
internal sealed record SchedulerCall(string Program, IReadOnlyList<string> Arguments, string? Until = null);

/// <summary>
/// So many tasks of one step that ask for the same, as one job or one array of jobs. <see cref="Key"/> is what they are found again by,
/// <see cref="Script"/> the file that the scheduler is given. <see cref="Life"/> is how long the job itself may be there, to the minute,
/// where it is no task; its script is sent SIGUSR1 <see cref="Notice"/> before that.
/// </summary>
internal sealed record Submission(
    string Key, string Name, string Script, int Count, TaskAsk Ask, TimeSpan? Life = null, TimeSpan? Notice = null);

internal enum SubmitOutcome
{
    /// <summary>The job has a number.</summary>
    Accepted,

    /// <summary>Not now: a limit of the site, or the scheduler is out of reach. It certainly has not been taken.</summary>
    Later,

    /// <summary>Never: what was asked for cannot be had.</summary>
    Refused,

    /// <summary>Nobody knows whether it was taken: the queue has to be looked at before anything is tried again.</summary>
    Unknown,
}

/// <summary>
/// A program to be started in a job that runs, by its <see cref="JobView.Number"/>. <see cref="IsMute"/>: the scheduler's own words are
/// not to be mixed with what the program writes.
/// </summary>
internal sealed record BesideAsk(string Number, IReadOnlyList<string> Command, bool IsMute = false, bool HasTerminal = false);

/// <summary>
/// <see cref="Job"/> of what was accepted; <see cref="Said"/> is the scheduler's own word otherwise. <see cref="IsFull"/>: there is no room
/// for so many.
/// </summary>
internal sealed record SubmitAnswer(SubmitOutcome Outcome, string? Job = null, string? Said = null, bool IsFull = false);

/// <summary>
/// The words of one kind of batch scheduler: what is run to ask it, and what its answers mean. Nothing here acts or remembers; a further
/// kind is a further implementation. Expressions are of a POSIX shell, inside a job.
/// </summary>
internal interface IBatchScheduler
{
    /// <summary>As people write it: <c>Slurm</c>.</summary>
    string Name { get; }

    /// <summary>Names of the engine's variables that its programs cannot do without.</summary>
    IReadOnlyList<string> Variables { get; }

    /// <summary>Whether what runs can be sent a signal; where it cannot, the job's script looks for one in a file.</summary>
    bool HasSignals => true;

    /// <summary>The number of this job, and of this element of an array.</summary>
    string JobExpression { get; }

    string NodeExpression { get; }

    /// <summary>Empty outside of an array.</summary>
    string IndexExpression { get; }

    /// <summary>Why such a job can never be asked for there; null: it can.</summary>
    string? Refusal(BatchTarget target, TaskAsk ask) => null;

    SchedulerCall Submit(BatchTarget target, Submission submission);

    SubmitAnswer Submitted(ProgramEnd end);

    /// <summary>What an element, from 0, of that job is called; of one with a single element too.</summary>
    string Element(string job, int index, int count);

    /// <summary>All jobs of this user at once, also those that have just ended where it still has them.</summary>
    SchedulerCall List();

    /// <summary>Where a list takes two questions, the second, about what the first has named; null: the first was enough.</summary>
    SchedulerCall? ListOf(ProgramEnd named) => null;

    /// <summary>Those that have a key; null: that was no answer.</summary>
    IReadOnlyList<JobView>? Listed(ProgramEnd end);

    /// <summary>One job, when it was not in the list.</summary>
    SchedulerCall Show(string job);

    /// <summary>Gone: the scheduler does not know it any more. Null: that was no answer.</summary>
    JobView? Shown(string job, ProgramEnd end);

    /// <summary>What the archive has of a job that is gone; null: there is none to be asked.</summary>
    SchedulerCall? Account(string job) => null;

    /// <summary>Null: it has nothing, so far.</summary>
    JobView? Accounted(string job, ProgramEnd end) => null;

    SchedulerCall Cancel(IReadOnlyList<string> jobs);

    /// <summary>To all processes of these jobs.</summary>
    SchedulerCall Signal(IReadOnlyList<string> jobs, int signal);

    /// <summary>What waits of these is not to begin.</summary>
    SchedulerCall Hold(IReadOnlyList<string> jobs);

    /// <summary>What is held of these may begin; the rest is left as it is.</summary>
    SchedulerCall Release(IReadOnlyList<string> jobs);

    /// <summary>Whether a program can be started in a job that runs, on its first node.</summary>
    bool HasSteps => false;

    /// <summary>Starts a program so, with the streams and variables of whoever asks; see <see cref="HasSteps"/>.</summary>
    SchedulerCall Beside(BesideAsk ask) => throw new NotSupportedException(Name);

    /// <summary>What these running jobs use, by <see cref="JobView.Number"/>; null: it is not told.</summary>
    SchedulerCall? Usage(IReadOnlyList<string> numbers) => null;

    /// <summary>By number, of those that were told of.</summary>
    IReadOnlyDictionary<string, TaskUsage> UsageOf(ProgramEnd end) => new Dictionary<string, TaskUsage>();

    SchedulerCall Limits();

    /// <summary>How many elements an array may have; null: that was no answer.</summary>
    int? ArrayMax(ProgramEnd end);

    /// <summary>Which nodes there are for this target, up or down; null: it cannot be told.</summary>
    SchedulerCall? Nodes(BatchTarget target) => null;

    /// <summary>Why these nodes can never carry what is asked for; null: they may, or that was no answer.</summary>
    string? Beyond(ProgramEnd nodes, TaskAsk ask) => null;

    /// <summary>What jobs can be submitted to.</summary>
    SchedulerCall Partitions();

    /// <summary>Null: that was no answer.</summary>
    IReadOnlyList<PartitionSight>? PartitionsOf(ProgramEnd end);

    /// <summary>All jobs of this user that are not over, for people to see.</summary>
    SchedulerCall Jobs();

    /// <summary>Those that are not ours have no key; null: that was no answer. Times are in <paramref name="zone"/>.</summary>
    IReadOnlyList<JobSight>? JobsOf(ProgramEnd end, TimeZoneInfo zone);
}
