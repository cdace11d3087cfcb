using Dxflow.Workflows.Flow.Steps;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>A step's policy: its own keys, else the workflow's defaults, else ours, each key by itself.</summary>
internal static class PolicyBuilder
{
    private static readonly BackoffPlan Pauses = new(TimeSpan.FromSeconds(5), 2, TimeSpan.FromMinutes(5));
    private const int TemporaryFailure = 75; // EX_TEMPFAIL of sysexits.h

    public static RetryPlan Retry(RetrySpec own, RetrySpec defaults, long memoryBytesMax)
    {
        var (memory, run) = (own.GrowMemory ?? defaults.GrowMemory, own.GrowRun ?? defaults.GrowRun);
        var first = own.First ?? defaults.First ?? Pauses.First;
        var longest = own.Max ?? defaults.Max ?? (first > Pauses.Max ? first : Pauses.Max);
        return new RetryPlan(
            own.Limit ?? defaults.Limit ?? 0,
            own.For ?? defaults.For ?? [RetryClass.Transient, RetryClass.Timeout, RetryClass.Lost],
            new BackoffPlan(first, own.Factor ?? defaults.Factor ?? Pauses.Factor, longest),
            memory is null && run is null ? null : new GrowPlan(memory?.Value ?? 1, run?.Value ?? 1, memoryBytesMax));
    }

    /// <summary>What a step itself wants to grow has to be there.</summary>
    public static void CheckGrowth(RetrySpec own, StepPlan step, ResourcePlan resources, PlanContext context)
    {
        if (own.GrowMemory is { } memory && resources.BookedMemoryBytes == 0)
        {
            context.Problems.Error(memory.At, "`grow.memory` has nothing to grow: the step asks for no memory",
                "Write deploy: { resources: { limits: { memory: 1G } } } for the first attempt.");
        }

        if (own.GrowRun is { } run && step.Timeout.Run is null)
        {
            context.Problems.Error(run.At, "`grow.run` has nothing to grow: the step has no time limit",
                "Write timeout: { run: 30m } for the first attempt.");
        }

        if ((own.GrowMemory?.At ?? own.GrowRun?.At) is { } at && step.Retry.Limit == 0)
        {
            context.Problems.Warn(at, "`grow` has no effect: there is no second attempt", "Write retry: { limit: 3, grow: … }.");
        }
    }

    /// <summary>A code that a step calls ok or fatal is not transient because a default says so.</summary>
    public static ExitPlan Exit(ExitSpec own, ExitSpec defaults)
    {
        var ok = own.Ok ?? defaults.Ok ?? [0];
        var fatal = (own.Fatal ?? (defaults.Fatal ?? []).Except(own.Transient ?? [])).Except(own.Fatal is null ? ok : []).ToList();
        var transient = (own.Transient ?? defaults.Transient ?? [TemporaryFailure]).Except(
            own.Transient is null ? ok.Concat(fatal) : []).ToList();
        return new ExitPlan(ok, transient, fatal);
    }

    public static TimeoutPlan Timeout(TimeoutSpec own, TimeoutSpec defaults) => new(own.Queue ?? defaults.Queue, own.Run ?? defaults.Run);

    public static OnFail OnFail(PolicySpec own, PolicySpec defaults) => own.OnFail ?? defaults.OnFail ?? Planning.OnFail.Fail;
}
