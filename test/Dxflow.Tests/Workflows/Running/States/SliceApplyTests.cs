using Dxflow.Runtimes;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Xunit;

namespace Dxflow.Tests.Workflows.Running.States;

public sealed class SliceApplyTests
{
    [Fact]
    public void The_peak_of_memory_is_that_of_the_last_attempt_when_it_has_ended()
    {
        var state = new RunState(Plans.Job(Plans.Step("one")));
        RunApply.Apply(state, new SlicesQueued(1, 0, 0, 0));
        RunApply.Apply(state, new AttemptGranted(2, 0, 0, 1));
        RunApply.Apply(state, new AttemptStarted(3, 0, 0, 1));
        Assert.Equal(0, state.Slices[0].PeakBytes);

        RunApply.Apply(state, new AttemptExited(4, 0, 0, 1, FailureReason.Lost, MemoryPeakBytes: 5_000_000_000));
        Assert.Equal(5_000_000_000, state.Slices[0].PeakBytes);

        RunApply.Apply(state, new RetryScheduled(5, 0, 0, 1, FailureReason.Lost, 6, null));
        RunApply.Apply(state, new SlicesQueued(6, 0, 0, 0));
        RunApply.Apply(state, new AttemptGranted(7, 0, 0, 2));
        Assert.Equal(0, state.Slices[0].PeakBytes);
    }
}
