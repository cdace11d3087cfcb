using Dxflow.Operations;

namespace Dxflow.Runtimes.Batch;

/// <summary>What the parts of a batch runtime share: the scheduler's words, its programs, the target, the clock.</summary>
internal sealed record BatchTools(IBatchScheduler Scheduler, SchedulerCalls Calls, BatchTarget Target, TimeProvider Time)
{
    /// <summary>Nobody knows: it can be asked again.</summary>
    public Fault Silent(string said) => Fault.Unavailable(
        $"{Scheduler.Name} does not answer: {(said.Length == 0 ? "it said nothing" : said)}",
        "the engine asks again; nothing is submitted twice");
}
