using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Runs;
using Xunit;

namespace Dxflow.Tests.Workflows.Runs;

public sealed class RetentionTests
{
    [Fact]
    public void Runs_beyond_the_last_that_ended_are_old_and_live_ones_never()
    {
        var workflow = Workflow(endedAt: [900, 100, 200, null, 300]);

        Assert.Equal([3, 2], Retention.Old(workflow, 2).Select(run => run.Number));
        Assert.Empty(Retention.Old(workflow, 4));
        Assert.Equal(4, Retention.Old(workflow, 0).Count);
    }

    [Fact]
    public void Of_runs_that_ended_together_the_later_number_is_kept()
    {
        Assert.Equal([1], Retention.Old(Workflow(endedAt: [500, 500]), 1).Select(run => run.Number));
    }

    private static WorkflowEntry Workflow(params long?[] endedAt)
    {
        var workflow = new WorkflowEntry("w", 0);
        for (var number = 1; number <= endedAt.Length; number++)
        {
            var end = endedAt[number - 1] is { } at
                ? new RunSealed(at, $"r{number}", RunStatus.Succeeded, FailureReason.None, 1, 0, 1)
                : null;
            workflow.Runs[number] = new RunEntry($"r{number}", "w", number, 1, RunKind.Job, 0, null, end);
        }

        return workflow;
    }
}
