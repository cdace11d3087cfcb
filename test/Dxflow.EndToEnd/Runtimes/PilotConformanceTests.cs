using Dxflow.EndToEnd.Slurm;
using Dxflow.EndToEnd.Support;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Pilot;
using Dxflow.Runtimes.Slurm;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>One cluster that is none for all tests of pilots; each has pilots of its own, which end with its home.</summary>
public sealed class StandInFixture : IAsyncDisposable
{
    internal StandInCluster Cluster { get; } = new();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>Tasks in pilots whose jobs are sessions of this machine: the workers are real.</summary>
public sealed class PilotConformanceTests(StandInFixture fixture) : RuntimeConformance, IClassFixture<StandInFixture>
{
    private protected override bool TellsUsage => false;

    private protected override bool ExecEndsAtOnce => false;

    private protected override IRuntime Open(string home) => PilotBench.Open(home, fixture.Cluster.Target());
}

/// <summary>Tasks in pilots of a real Slurm.</summary>
[Collection(SlurmCollection.Name)]
public sealed class PilotOnSlurmConformanceTests(SlurmCluster cluster) : RuntimeConformance
{
    private protected override bool TellsUsage => false;

    /// <summary>As beside any job of Slurm's.</summary>
    private protected override bool ExecEndsAtOnce => false;

    public override async ValueTask InitializeAsync()
    {
        await cluster.UpAsync();
        await base.InitializeAsync();
    }

    private protected override IRuntime Open(string home) => PilotBench.Open(home, cluster.Target);
}

/// <summary>What both have: two pilots at most, which do not outlive a test by much.</summary>
internal static class PilotBench
{
    public static PilotTerms Terms => new(Cpus: 8, Max: 2, Idle: TimeSpan.FromSeconds(5), Program: Home.Binary);

    public static IRuntime Open(string home, Dxflow.Runtimes.Batch.BatchTarget target, PilotTerms? terms = null) => new PilotRuntime(
        new SlurmScheduler(Path.GetFileName(home)), new PilotRuntimeOptions(home, target, terms ?? Terms), TimeProvider.System);
}
