using Dxflow.EndToEnd.Slurm;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Slurm;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>Jobs of a real Slurm.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmConformanceTests(SlurmCluster cluster) : RuntimeConformance
{
    /// <summary>Slurm itself starts some eleven jobs a second here.</summary>
    private protected override int BatchSize => 32;

    /// <summary>This cluster counts memory by itself, and kills the whole job.</summary>
    private protected override FailureReason Outgrown => FailureReason.Lost;

    /// <summary>A step is killed by its node, which hears of it from `srun`.</summary>
    private protected override bool ExecEndsAtOnce => false;

    /// <summary>Slurm takes a KILL of a whole job for its end, which begins with a TERM.</summary>
    private protected override int KillSignal => 15;

    public override async ValueTask InitializeAsync()
    {
        await cluster.UpAsync();
        await base.InitializeAsync();
    }

    private protected override IRuntime Open(string home) => new BatchRuntime(
        new SlurmScheduler(Path.GetFileName(home)), new BatchRuntimeOptions(home, cluster.Target), TimeProvider.System);
}
