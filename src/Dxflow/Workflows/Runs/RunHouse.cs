using Dxflow.Artifacts;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Tracing;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Storage;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running.Capacity;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Runs.Volumes;
using Microsoft.Extensions.Logging;

namespace Dxflow.Workflows.Runs;

/// <summary>A runtime and the book of its capacity.</summary>
internal sealed record RuntimeSeat(IRuntime Runtime, Slots Slots);

/// <summary>What all runs of an engine share: its disk and committer, its runtimes with their capacity, its store of artifacts.</summary>
internal sealed record RunHouse(
    string RunsDirectory,
    Committer Committer,
    IReadOnlyDictionary<string, RuntimeSeat> Seats,
    ArtifactStore Store,
    SteadyClock Clock,
    ILoggerFactory Logs,
    Tracer? Tracer = null,
    long DiskFreeBytesMin = 0)
{
    public IDisk Disk => LocalDisk.Instance;

    public TimeProvider Time => Clock.Time;

    public long Now => Clock.Now;

    /// <summary>Volumes that no container engine has.</summary>
    public VolumeShelf Volumes => new(Path.Combine(Path.GetDirectoryName(RunsDirectory)!, "volumes"));

    public RunFiles FilesOf(string run) => new(Path.Combine(RunsDirectory, run));

    /// <summary>Where the attempts of a run with this node have to lie; null: with the run.</summary>
    public string? SharedDirectoryOf(NodePlan node) => Seats.GetValueOrDefault(node.Runtime)?.Runtime.TasksDirectory;

    public IRuntime RuntimeOf(NodePlan node) => Seats[node.Runtime].Runtime;

    public RunPorts PortsOf(RunEvaluation evaluation, TaskCarrier carrier) => new(Clock, evaluation, carrier.Carry, Lease);

    /// <summary>A run is over: nothing is booked for it any more.</summary>
    public void Leave(string run)
    {
        foreach (var seat in Seats.Values)
        {
            seat.Slots.Leave(run);
        }
    }

    /// <summary>
    /// What a run of containers leaves behind on its runtimes goes; what cannot, because an engine is away, goes with the workflow.
    /// </summary>
    public async Task ReleaseAsync(RunPlan plan, ReleasedVolumes volumes, CancellationToken cancel)
    {
        if (plan.Project is not { } project)
        {
            return;
        }

        foreach (var name in plan.Nodes.Where(static node => node.Container is not null).Select(static node => node.Runtime).Distinct())
        {
            if (Seats.TryGetValue(name, out var seat))
            {
                await seat.Runtime.ReleaseAsync(project, volumes, cancel);
            }
        }
    }

    private void Lease(RunLoop run, IReadOnlyList<LeaseRequest> requests)
    {
        foreach (var group in requests.GroupBy(request => run.Plan.Nodes[request.Node].Runtime))
        {
            Seats[group.Key].Slots.Request(run.Id, [.. group], run.Post);
        }
    }
}
