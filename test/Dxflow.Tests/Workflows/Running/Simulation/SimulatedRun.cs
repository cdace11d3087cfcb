using Dxflow.Workflows.Planning;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>One run of a simulated world, across all lives of its engine.</summary>
internal sealed class SimulatedRun(string id, RunPlan plan)
{
    public string Id => id;

    public RunPlan Plan => plan;

    public string Path => $"/runs/{id}";

    public RunWitness Witness { get; } = new(id, plan);
}
