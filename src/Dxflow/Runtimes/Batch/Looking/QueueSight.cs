namespace Dxflow.Runtimes.Batch.Looking;

/// <summary>A part of a cluster that jobs are submitted to; null is no limit, or unknown.</summary>
internal sealed record PartitionSight(
    string Name, bool IsDefault, string State, TimeSpan? TimeMax, string NodesOfJob, int Nodes, int NodesIdle, int Cpus, int CpusIdle);

/// <summary>A job of this user, or what is left to begin of an array. <see cref="StartsAt"/>: when it began or may begin.</summary>
internal sealed record JobSight(
    string Id,
    string Name,
    string Partition,
    string State,
    string? Reason,
    string? Key,
    DateTimeOffset? SubmittedAt,
    DateTimeOffset? StartsAt,
    TimeSpan? TimeMax,
    int Nodes,
    int Cpus);

/// <summary>What a scheduler shows a user; <see cref="Problem"/>: it does not.</summary>
internal sealed record QueueSight(
    IReadOnlyList<PartitionSight> Partitions, IReadOnlyList<JobSight> Jobs, int? ArrayMax = null, string? Problem = null)
{
    public static QueueSight None(string problem) => new([], [], Problem: problem);
}
