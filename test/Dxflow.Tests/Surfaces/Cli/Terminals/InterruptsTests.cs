using Dxflow.Surfaces.Cli.Terminals;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Terminals;

public sealed class InterruptsTests
{
    [Fact]
    public void The_first_ends_a_command_that_does_not_take_it()
    {
        using var interrupts = new Interrupts(null, TimeProvider.System);
        interrupts.Interrupt();
        Assert.True(interrupts.First.IsCancellationRequested);
        Assert.True(interrupts.Ended.IsCancellationRequested);
    }

    [Fact]
    public void A_command_that_takes_the_first_is_ended_by_the_second()
    {
        using var interrupts = new Interrupts(null, TimeProvider.System);
        interrupts.TakeFirst();
        interrupts.Interrupt();
        Assert.True(interrupts.First.IsCancellationRequested);
        Assert.False(interrupts.Ended.IsCancellationRequested);
        interrupts.Interrupt();
        Assert.True(interrupts.Ended.IsCancellationRequested);
        Assert.False(interrupts.TimedOut);
    }

    [Fact]
    public void Output_that_nobody_reads_ends_whatever_was_taken()
    {
        using var interrupts = new Interrupts(null, TimeProvider.System);
        interrupts.TakeFirst();
        interrupts.LoseOutput();
        Assert.True(interrupts.OutputLost);
        Assert.True(interrupts.Ended.IsCancellationRequested);
        Assert.False(interrupts.First.IsCancellationRequested);
    }

    [Fact]
    public async Task A_time_limit_ends_whatever_was_taken()
    {
        using var interrupts = new Interrupts(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        interrupts.TakeFirst();
        var ended = new TaskCompletionSource();
        using var _ = interrupts.Ended.Register(ended.SetResult);
        await ended.Task;
        Assert.True(interrupts.TimedOut);
        Assert.False(interrupts.First.IsCancellationRequested);
    }

    [Fact]
    public void A_signal_after_the_end_of_a_command_is_no_failure()
    {
        var interrupts = new Interrupts(null, TimeProvider.System);
        interrupts.Dispose();
        interrupts.Interrupt();
        interrupts.LoseOutput();
    }
}
