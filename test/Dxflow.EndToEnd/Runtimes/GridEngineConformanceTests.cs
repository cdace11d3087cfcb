using Dxflow.EndToEnd.GridEngine;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.GridEngine;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>Jobs of a real Grid Engine.</summary>
[Collection(GridCollection.Name)]
public sealed class GridEngineConformanceTests(GridCluster cluster) : RuntimeConformance
{
    private protected override int BatchSize => 16;

    private protected override bool TellsUsage => false;

    public override async ValueTask InitializeAsync()
    {
        await cluster.UpAsync();
        await base.InitializeAsync();
    }

    private protected override IRuntime Open(string home) => new BatchRuntime(
        new GridEngineScheduler(Path.GetFileName(home)), new BatchRuntimeOptions(home, cluster.Target), TimeProvider.System);
}
