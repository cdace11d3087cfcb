using Dxflow.Engine;
using Dxflow.Engine.Settings;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Looking;
using Dxflow.Runtimes.GridEngine;
using Dxflow.Runtimes.Lsf;
using Dxflow.Runtimes.Pbs;
using Dxflow.Runtimes.Pilot;
using Dxflow.Runtimes.Slurm;

namespace Dxflow;

/// <summary>Which clusters the engine submits to.</summary>
internal sealed partial class Daemon
{
    /// <summary>
    /// The clusters that are written down; without a word about it, the one whose commands are here. That one is looked after also while
    /// they are not: an engine that is started with another PATH loses no job.
    /// </summary>
    private (IReadOnlyList<IRuntime> Clusters, IReadOnlyList<QueueLook> Queues) ClustersOf(EngineFacts facts, EngineSettings settings)
    {
        var written = TargetFile.Read(_options.Home.Targets(_options.Profile));
        var targets = written.Select(static target => (Target: new BatchTarget(
            target.Name, target.Work, target.Partition, target.Account, target.Qos, target.Constraint, target.Modules, target.Options,
            target.Commands, target.Jobs ?? BatchTarget.JobsMaxDefault, target.Submissions ?? BatchTarget.SubmitsPerMinuteDefault,
            target.Poll, target.Services, target.Host, Names(target.Site), target.Allow), target.Pilot, target.Kind)).ToList();
        var common = targets.Exists(static each => each.Target.Name == SlurmScheduler.Kind) ? null : new BatchTarget(SlurmScheduler.Kind);
        if (common is not null)
        {
            targets.Add((common, null, SlurmScheduler.Kind));
        }

        var (clusters, queues) = (new List<IRuntime>(), new List<QueueLook>());
        foreach (var (target, pilot, kind) in targets)
        {
            var scheduler = SchedulerOf(kind, facts.Id);
            if (pilot is not null)
            {
                var pilots = Own(new PilotRuntime(
                    scheduler,
                    new PilotRuntimeOptions(_options.Home.Path, target, TermsOf(pilot), settings.PassEnvironment, settings.LogBytesMax),
                    _time));
                clusters.Add(pilots);
                queues.Add(pilots.Queue);
                continue;
            }

            var jobs = Own(new BatchRuntime(
                scheduler,
                new BatchRuntimeOptions(
                    _options.Home.Path, target, settings.PassEnvironment, settings.LogBytesMax,
                    target == common ? () => SchedulerCalls.Find(target, SlurmScheduler.Submitter) is not null : null),
                _time));
            clusters.Add(jobs);
            queues.Add(jobs.Queue);
        }

        return (clusters, queues);
    }

    private static IBatchScheduler SchedulerOf(string kind, string owner) => kind switch
    {
        GridEngineScheduler.Kind => new GridEngineScheduler(owner),
        PbsScheduler.Kind => new PbsScheduler(owner, Environment.UserName),
        LsfScheduler.Kind => new LsfScheduler(owner),
        _ => new SlurmScheduler(owner),
    };

    private static SiteNames? Names(SiteSettings? site) =>
        site is null ? null : new SiteNames(site.Pe, site.PeTasks, site.Memory, site.Gpus);

    private static PilotTerms TermsOf(PilotSettings pilot) => new(
        pilot.Cpus, pilot.MemoryBytes ?? 0, pilot.Time, pilot.Min ?? 0,
        pilot.Max ?? Math.Max(PilotTerms.MaxDefault, pilot.Min ?? 0), pilot.Idle, pilot.Backlog ?? PilotTerms.BacklogDefault, pilot.Listen,
        pilot.Program);
}
