using Dxflow.Operations;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Platform.Queues;

/// <summary>The queues of the clusters that the engine submits to, asked anew at each call; targets of one cluster ask it once.</summary>
internal sealed class QueueDesk(IReadOnlyList<QueueLook> targets)
{
    public async Task<QueueInfo> ShowAsync(ShowQueue request, Call call)
    {
        if (request.Limit is < 1 or > Page.ItemsMax)
        {
            throw Fault.Invalid($"limit must be from 1 to {Page.ItemsMax}, not {request.Limit}");
        }

        var asked = targets.Where(target => request.Target is { } name ? target.Target.Name == name : target.IsThere).ToList();
        if (request.Target is { } missing && asked.Count == 0)
        {
            throw Fault.Missing(
                $"there is no target '{missing}'",
                targets.Count == 0 ? "see docs/slurm.md"
                    : $"there are {string.Join(", ", targets.Select(static target => target.Target.Name))}");
        }

        var clusters = asked.GroupBy(static target => (target.SchedulerName, target.Target.Commands)).ToList();
        var sights = await Task.WhenAll(clusters.Select(cluster => cluster.First().AskAsync(call.Ended)));
        var seen = clusters.Zip(sights).ToList();
        var jobs = seen.SelectMany(static each => each.Second.Jobs.Select(job => Job(each.First.First().Target.Name, job))).ToList();
        return new QueueInfo(
            [.. seen.SelectMany(static each => each.First.Select(target => Target(target, each.Second)))],
            [.. seen.SelectMany(static each => each.Second.Partitions.Select(part => Partition(each.First.First().Target.Name, part)))],
            [.. jobs.Take(request.Limit)],
            Math.Max(0, jobs.Count - request.Limit));
    }

    private static QueueTarget Target(QueueLook target, QueueSight sight) => new(
        target.Target.Name, target.SchedulerName, sight.Jobs.Count, target.Target.JobsMax, target.Target.SubmitsPerMinute, sight.ArrayMax,
        sight.Problem);

    private static QueuePartition Partition(string target, PartitionSight part) => new(
        target, part.Name, part.IsDefault, part.State, part.TimeMax, part.NodesOfJob, part.Nodes, part.NodesIdle, part.Cpus, part.CpusIdle);

    private static QueueJob Job(string target, JobSight job) => new(
        target, job.Id, job.Name, job.Partition, job.State, job.Reason, job.StartsAt, job.Key is not null, job.Nodes, job.Cpus, job.TimeMax,
        job.SubmittedAt);
}
