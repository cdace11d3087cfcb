using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Platform.Queues;

internal sealed record ShowQueue(
    [Description("The target; otherwise all."), Argument] string? Target = null,
    [Description("How many jobs at most, up to 1000.")] int Limit = 100);

internal sealed record QueueTarget(
    [Description("Its name, as `runtime` has it.")] string Name,
    [Description("Which scheduler it is.")] string Scheduler,
    [Description("How many jobs the engine's user has there.")] int Jobs,
    [Description("How many jobs this engine may have in its queue.")] int JobsMax,
    [Description("How many submissions a minute this engine makes at most.")] int SubmissionsPerMinute,
    [Description("How many elements an array of jobs may have.")] int? ArrayMax = null,
    [Description("Why nothing more is known.")] string? Problem = null);

internal sealed record QueuePartition(
    [Description("The target it was seen by.")] string Target,
    [Description("Its name.")] string Name,
    [Description("Whether jobs go there that name none.")] bool Default,
    [Description("Whether it takes jobs and begins them, in the scheduler's word.")] string State,
    [Description("How long a job may run there; nothing is no limit.")] TimeSpan? TimeMax,
    [Description("How many nodes a job may have.")] string NodesPerJob,
    [Description("Nodes.")] int Nodes,
    [Description("Nodes on which nothing runs.")] int NodesIdle,
    [Description("Processors.")] int Cpus,
    [Description("Processors on which nothing runs.")] int CpusIdle);

internal sealed record QueueJob(
    [Description("The target it was seen by.")] string Target,
    [Description("Its number; an array of which nothing has begun is one line.")] string Id,
    [Description("Its name: of the engine's jobs the step's.")] string Name,
    [Description("Where it runs or waits.")] string Partition,
    [Description("The scheduler's state of it.")] string State,
    [Description("Why it waits, in the scheduler's word.")] string? Reason,
    [Description("When it began, or will begin as the scheduler estimates.")] DateTimeOffset? StartsAt,
    [Description("Whether this engine has submitted it.")] bool Ours,
    [Description("Nodes.")] int Nodes,
    [Description("Processors.")] int Cpus,
    [Description("How long it may run."), Wide] TimeSpan? TimeMax = null,
    [Description("When it was submitted."), Wide] DateTimeOffset? SubmittedAt = null);

internal sealed record QueueInfo(
    [Description("The targets, and what they allow.")] IReadOnlyList<QueueTarget> Targets,
    [Description("What jobs can be submitted to.")] IReadOnlyList<QueuePartition> Partitions,
    [Description("The jobs of the engine's user.")] IReadOnlyList<QueueJob> Jobs,
    [Description("How many jobs more there are.")] int More = 0);
