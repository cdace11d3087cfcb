using Dxflow.Runtimes;
using Dxflow.Runtimes.Process;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>The process runtime, with cgroups where this machine lets it have them.</summary>
public sealed class ProcessConformanceTests : RuntimeConformance
{
    private protected override IRuntime Open(string home) => new ProcessRuntime(new ProcessRuntimeOptions(home), TimeProvider.System);
}

/// <summary>The process runtime as it is where it may make no cgroups.</summary>
public sealed class ProcessWithoutCgroupsConformanceTests : RuntimeConformance
{
    private protected override IRuntime Open(string home) =>
        new ProcessRuntime(new ProcessRuntimeOptions(home, UseCgroups: false), TimeProvider.System);
}
