using Dxflow.Runtimes;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>
/// What every runtime does alike. An implementation joins with a subclass that opens it over a directory, which two objects in turn may
/// share as two engines would, and names an image with a POSIX shell and coreutils where it needs one. Tasks and tests share files.
/// </summary>
public abstract partial class RuntimeConformance : IAsyncLifetime
{
    private protected RuntimeBench Bench { get; private set; } = null!;

    private protected virtual string? Image => null;

    /// <summary>Whether a final report says what the task used.</summary>
    private protected virtual bool TellsUsageAtTheEnd => true;

    /// <summary>Whether what a running task uses is known.</summary>
    private protected virtual bool TellsUsage => true;

    /// <summary>Whether the reason of a death for want of memory is known, where there are limits.</summary>
    private protected virtual bool TellsOutOfMemory => Bench.Runtime.Traits.Limits;

    /// <summary>What becomes of a task that outgrows its memory.</summary>
    private protected virtual FailureReason Outgrown => TellsOutOfMemory ? FailureReason.OutOfMemory : FailureReason.None;

    /// <summary>What a program dies by that listens to nothing and is to be killed.</summary>
    private protected virtual int KillSignal => 9;

    /// <summary>Whether nothing of a program beside a task is left when its end is told.</summary>
    private protected virtual bool ExecEndsAtOnce => true;

    private protected virtual int BatchSize => 200;

    public virtual ValueTask InitializeAsync()
    {
        Bench = new RuntimeBench(Open, Image);
        Bench.Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract IRuntime Open(string home);
}
