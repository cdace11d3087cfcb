using System.Net;

namespace Dxflow.Runtimes.Pilot;

/// <summary>
/// How the pilots of a target are: jobs of one node with so many cores and so much memory (bytes; 0: the site's default, and not counted),
/// each for <see cref="Time"/> at most (null: the site's default). Between <see cref="Min"/> and <see cref="Max"/> of them are there, as
/// many as the queue of tasks has work for, never more than <see cref="Backlog"/> of them wait in the scheduler's queue, and one that has
/// had nothing to do for <see cref="Idle"/> ends. <see cref="Listen"/> is where workers find the engine (null: any address, a free port),
/// <see cref="Program"/> what they are, on nodes (null: this program's own path).
/// </summary>
internal sealed record PilotTerms(
    int Cpus,
    long MemoryBytes = 0,
    TimeSpan? Time = null,
    int Min = 0,
    int Max = PilotTerms.MaxDefault,
    TimeSpan? Idle = null,
    int Backlog = PilotTerms.BacklogDefault,
    IPEndPoint? Listen = null,
    string? Program = null)
{
    public const int MaxDefault = 4;
    public const int BacklogDefault = 2;
    public static readonly TimeSpan IdleDefault = TimeSpan.FromMinutes(1);

    private const int NoticeParts = 4;
    private static readonly TimeSpan NoticeMax = TimeSpan.FromMinutes(1);

    /// <summary>So long before its time is over a pilot takes no further tasks.</summary>
    public TimeSpan Notice => Time is { } time && time / NoticeParts < NoticeMax ? time / NoticeParts : NoticeMax;

    public TimeSpan IdleMax => Idle ?? IdleDefault;

    /// <summary>What each of their jobs asks for.</summary>
    public TaskAsk Ask => new(Cpus, MemoryBytes);

    /// <summary>Why a task can never run in a pilot; null: it can.</summary>
    public string? Refusal(TaskAsk ask) =>
        ask.Nodes > 1 || ask.Tasks > 1 ? "a pilot has one node and starts a step's program once: such steps want a target that is none"
        : ask.Gpus > 0 ? "pilots share out no gpus: such steps want a target that is none"
        : ask.Directives is { Count: > 0 } ? "`directives` are for a job of the step's own: such steps want a target that is none"
        : ask.Cpus > Cpus ? FormattableString.Invariant($"it asks for {ask.Cpus} cpus, and a pilot has {Cpus} (`cpus` of the target)")
        : MemoryBytes > 0 && ask.MemoryBytes > MemoryBytes
            ? $"it asks for {ask.MemoryBytes} bytes of memory, and a pilot has {MemoryBytes} (`memory` of the target)"
        : Time is { } time && ask.RunMax > time - Notice
            ? $"it may run for {ask.RunMax}, and a pilot is there for {time}, in the last {Notice} of which nothing begins"
        : null;
}
