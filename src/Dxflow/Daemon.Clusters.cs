using Dxflow.Engine;
using Dxflow.Engine.Settings;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Slurm;

namespace Dxflow;

/// <summary>Which clusters the engine submits to.</summary>
internal sealed partial class Daemon
{
    /// <summary>
    /// The clusters that are written down; without a word about it, the one whose commands are here. That one is looked after also while
    /// they are not: an engine that is started with another PATH loses no job.
    /// </summary>
    private IReadOnlyList<BatchRuntime> ClustersOf(EngineFacts facts, EngineSettings settings)
    {
        var written = TargetFile.Read(_options.Home.Targets(_options.Profile));
        var targets = written.Select(static target => new BatchTarget(
            target.Name, target.Work, target.Partition, target.Account, target.Qos, target.Constraint, target.Modules, target.Options,
            target.Commands, target.Jobs ?? BatchTarget.JobsMaxDefault, target.Submissions ?? BatchTarget.SubmitsPerMinuteDefault,
            target.Poll)).ToList();
        var common = targets.Exists(static target => target.Name == SlurmScheduler.Kind) ? null : new BatchTarget(SlurmScheduler.Kind);
        if (common is not null)
        {
            targets.Add(common);
        }

        return
        [
            .. targets.Select(target => new BatchRuntime(
                new SlurmScheduler(facts.Id),
                new BatchRuntimeOptions(
                    _options.Home.Path, target, settings.PassEnvironment, settings.LogBytesMax,
                    target == common ? () => SchedulerCalls.Find(target, SlurmScheduler.Submitter) is not null : null),
                _time)),
        ];
    }
}
