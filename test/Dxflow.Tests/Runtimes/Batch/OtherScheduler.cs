using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Tests.Runtimes.Batch;

/// <summary>A scheduler that is none: what is the same for all of them is tried with it.</summary>
internal sealed class OtherScheduler : IBatchScheduler
{
    public string Name => "Other";

    public IReadOnlyList<string> Variables => [];

    public string JobExpression => "$OTHER_JOB";

    public string NodeExpression => "$OTHER_NODE";

    public string IndexExpression => "$OTHER_INDEX";

    public SchedulerCall Submit(BatchTarget target, Submission submission) => new("submit", [submission.Script]);

    public SubmitAnswer Submitted(ProgramEnd end) => new(SubmitOutcome.Accepted, end.Output);

    public string Element(string job, int index, int count) => $"{job}/{index}";

    public SchedulerCall List() => new("list", []);

    public IReadOnlyList<JobView>? Listed(ProgramEnd end) => [];

    public SchedulerCall Show(string job) => new("show", [job]);

    public JobView? Shown(string job, ProgramEnd end) => new("", 0, job, JobPhase.Gone);

    public SchedulerCall Cancel(IReadOnlyList<string> jobs) => new("cancel", jobs);

    public SchedulerCall Signal(IReadOnlyList<string> jobs, int signal) => new("signal", jobs);

    public SchedulerCall Hold(IReadOnlyList<string> jobs) => new("hold", jobs);

    public SchedulerCall Release(IReadOnlyList<string> jobs) => new("release", jobs);

    public SchedulerCall Limits() => new("limits", []);

    public int? ArrayMax(ProgramEnd end) => 10;

    public SchedulerCall Partitions() => new("parts", []);

    public IReadOnlyList<PartitionSight>? PartitionsOf(ProgramEnd end) => [];

    public SchedulerCall Jobs() => new("jobs", []);

    public IReadOnlyList<JobSight>? JobsOf(ProgramEnd end, TimeZoneInfo zone) => [];
}
