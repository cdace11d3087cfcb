using Dxflow.EndToEnd.Containers;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>Runtimes that make containers. They run one after another, against one daemon of each kind.</summary>
public abstract class ContainerConformance : RuntimeConformance
{
    private ContainerEngine engine = null!;

    private protected override string? Image => ContainerEngines.Image;

    /// <summary>An engine forgets what a container used the moment it ends.</summary>
    private protected override bool TellsUsageAtTheEnd => false;

    /// <summary>A container takes some hundred times as long as a process.</summary>
    private protected override int BatchSize => 24;

    public override async ValueTask InitializeAsync()
    {
        engine = await EngineAsync();
        await base.InitializeAsync();
    }

    private protected abstract Task<ContainerEngine> EngineAsync();

    private protected override IRuntime Open(string home) =>
        new ContainerRuntime(new ContainerRuntimeOptions("docker", home, engine.Address), TimeProvider.System);
}

[Collection(ContainerCollection.Name)]
public sealed class DockerConformanceTests(ContainerEngines engines) : ContainerConformance
{
    private protected override Task<ContainerEngine> EngineAsync() => engines.DockerAsync();
}

[Collection(ContainerCollection.Name)]
public sealed class PodmanConformanceTests(ContainerEngines engines) : ContainerConformance
{
    /// <summary>Podman 4.3 does not tell it where control groups are of the first kind.</summary>
    private protected override bool TellsOutOfMemory => false;

    private protected override Task<ContainerEngine> EngineAsync() => engines.PodmanAsync();
}
