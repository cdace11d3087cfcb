using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Process.Ending;

internal enum Care
{
    /// <summary>Nothing until the next moment, or the wrapper's end.</summary>
    Wait,
    Signal,
    Kill,
    Finish,
}

/// <summary>
/// A task that is being stopped or has ended, and what has to be done about it next: a plain decision over the time (in milliseconds
/// of a clock that only goes forward) and whether processes of it are left. Owned by <see cref="TaskKeeper"/>'s loop.
/// </summary>
internal sealed class Attention(ProcessTask task)
{
    /// <summary>A process that cannot be killed (it hangs in the kernel) is waited for this long, then reported as left over.</summary>
    public const long LeftoverMilliseconds = 10_000;

    private const long RetryFirstMilliseconds = 5;
    private const long RetryMaxMilliseconds = 200;

    private long retry = RetryFirstMilliseconds;
    private long? killAt;
    private long? endedAt;
    private bool isSignalled;

    public ProcessTask Task { get; } = task;

    public Finding? Finding { get; set; }

    public int Signal { get; private set; }

    public bool HasEnded => endedAt is not null;

    public bool HasLeftovers { get; private set; }

    /// <summary>When to look again.</summary>
    public long Due { get; private set; }

    public void Ended(long now)
    {
        endedAt ??= now;
        retry = RetryFirstMilliseconds;
        Due = now;
    }

    /// <summary>A second request can only bring the kill nearer, and its signal is sent as well.</summary>
    public void Stop(int signal, long now, long graceMilliseconds)
    {
        Signal = signal;
        isSignalled = graceMilliseconds <= 0;
        killAt = Math.Min(killAt ?? long.MaxValue, now + graceMilliseconds);
        Due = now;
    }

    /// <summary>The signal has reached a process of the task; from now on there is only the grace to wait for.</summary>
    public void Signalled()
    {
        isSignalled = true;
        Due = killAt ?? long.MaxValue;
    }

    public void Postpone(long now, long milliseconds) => Due = now + milliseconds;

    /// <summary>
    /// A task that was only just spawned has no process yet: then signalling (until <see cref="Signalled"/>) and killing are tried again,
    /// until one is reached or the wrapper has ended.
    /// </summary>
    public Care Decide(long now, bool hasProcesses)
    {
        if (endedAt is { } ended)
        {
            HasLeftovers = hasProcesses && now - ended >= LeftoverMilliseconds;
            return hasProcesses && !HasLeftovers ? Again(now, Care.Kill) : Care.Finish;
        }

        if (now >= killAt)
        {
            return Again(now, hasProcesses ? Care.Kill : Care.Wait);
        }

        if (isSignalled)
        {
            Due = killAt ?? long.MaxValue;
            return Care.Wait;
        }

        return Again(now, hasProcesses ? Care.Signal : Care.Wait);
    }

    private Care Again(long now, Care care)
    {
        Due = Math.Min(now + retry, now < killAt ? killAt.Value : long.MaxValue);
        retry = Math.Min(retry * 2, RetryMaxMilliseconds);
        return care;
    }
}
