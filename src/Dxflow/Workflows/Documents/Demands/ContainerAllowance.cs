using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Documents.Demands;

/// <summary>
/// What an engine lets containers of callers without PLATFORM have of its machine. <see cref="Guarded"/> are paths that no allowance
/// opens, beside what belongs to container engines: the engine's home. <see cref="EngineUser"/>: a caller on this machine who is this user,
/// or root, could read and write the workflow's directory anyway, so that it counts as allowed for them.
/// </summary>
internal sealed record ContainerAllowance(
    bool Everything = false,
    IReadOnlyList<string>? HostPaths = null,
    IReadOnlyList<string>? Devices = null,
    IReadOnlyList<string>? External = null,
    IReadOnlyList<string>? Guarded = null,
    int? EngineUser = null)
{
    /// <summary>Null: any path.</summary>
    public HostReach? Reach(RunPlan plan, Caller caller) => Free(caller) ? null : new HostReach(
        [.. HostPaths ?? [], .. caller.Local is { } local && !plan.Elsewhere && (local.Uid == 0 || local.Uid == EngineUser)
            ? (string[])[plan.ProjectDirectory] : []],
        [.. HostReach.Engines, .. Guarded ?? []]);

    /// <summary>Why a demand cannot be met, in words that follow it; null if it can.</summary>
    public string? Refusal(Demand demand, HostReach reach) => demand.Kind switch
    {
        DemandKind.HostPath => reach.Refusal(demand.Subject!) is { } why ? $", which {why}" : null,
        DemandKind.Device => Devices?.Contains(demand.Subject!) ?? false ? null : "",
        DemandKind.External => External?.Contains(demand.Subject!) ?? false ? null : "",
        _ => "",
    };

    /// <summary>What the engine's owner could set to allow it.</summary>
    public static string Setting(Demand demand, HostReach reach) => demand.Kind switch
    {
        DemandKind.HostPath when !reach.IsGuarded(demand.Subject!) => "allow-host-paths",
        DemandKind.Device => "allow-devices",
        DemandKind.External => "allow-external",
        _ => "allow-privileged",
    };

    private bool Free(Caller caller) => Everything || caller.IsMaster || caller.Permissions.HasFlag(Permission.Platform);
}
