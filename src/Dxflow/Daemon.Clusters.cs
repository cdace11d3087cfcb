using Dxflow.Engine;
using Dxflow.Engine.Settings;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Pilot;
using Dxflow.Runtimes.Slurm;

namespace Dxflow;

/// <summary>Which clusters the engine submits to.</summary>
internal sealed partial class Daemon
{
    /// <summary>Those of these whose tasks run in pilots.</summary>
    private IReadOnlyList<PilotRuntime> _pilots = [];

    /// <summary>
    /// The clusters that are written down; without a word about it, the one whose commands are here. That one is looked after also while
    /// they are not: an engine that is started with another PATH loses no job.
    /// </summary>
    private IReadOnlyList<BatchRuntime> ClustersOf(EngineFacts facts, EngineSettings settings)
    {
        var written = TargetFile.Read(_options.Home.Targets(_options.Profile));
        var targets = written.Select(static target => (Target: new BatchTarget(
            target.Name, target.Work, target.Partition, target.Account, target.Qos, target.Constraint, target.Modules, target.Options,
            target.Commands, target.Jobs ?? BatchTarget.JobsMaxDefault, target.Submissions ?? BatchTarget.SubmitsPerMinuteDefault,
            target.Poll), target.Pilot)).ToList();
        var common = targets.Exists(static each => each.Target.Name == SlurmScheduler.Kind) ? null : new BatchTarget(SlurmScheduler.Kind);
        if (common is not null)
        {
            targets.Add((common, null));
        }

        _pilots =
        [
            .. targets.Where(static each => each.Pilot is not null).Select(each => Own(new PilotRuntime(
                new SlurmScheduler(facts.Id),
                new PilotRuntimeOptions(
                    _options.Home.Path, each.Target, TermsOf(each.Pilot!), settings.PassEnvironment, settings.LogBytesMax),
                _time))),
        ];
        return
        [
            .. targets.Where(static each => each.Pilot is null).Select(each => new BatchRuntime(
                new SlurmScheduler(facts.Id),
                new BatchRuntimeOptions(
                    _options.Home.Path, each.Target, settings.PassEnvironment, settings.LogBytesMax,
                    each.Target == common ? () => SchedulerCalls.Find(each.Target, SlurmScheduler.Submitter) is not null : null),
                _time)),
        ];
    }

    private static PilotTerms TermsOf(PilotSettings pilot) => new(
        pilot.Cpus, pilot.MemoryBytes ?? 0, pilot.Time, pilot.Min ?? 0,
        pilot.Max ?? Math.Max(PilotTerms.MaxDefault, pilot.Min ?? 0), pilot.Idle, pilot.Backlog ?? PilotTerms.BacklogDefault, pilot.Listen,
        pilot.Program);
}
