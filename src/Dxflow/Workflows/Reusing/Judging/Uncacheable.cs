using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>Steps whose results may lie where no digest looks.</summary>
internal static class Uncacheable
{
    /// <summary>What is in the way, as the end of "it …"; null: nothing.</summary>
    public static string? Why(NodePlan node)
    {
        var mount = (node.Container?.Mounts ?? node.Mounts)?.FirstOrDefault(
            static mount => mount is { ReadOnly: false, Type: "volume" or "bind" });
        return mount is null
            ? node.Container?.VolumesFrom is { Count: > 0 } ? "mounts the volumes of another service"
                : node.Volumes?.FirstOrDefault(static volume => !volume.ReadOnly) is { } volume ? $"can write to the volume {volume.Name}"
                : null
            : mount.Type == "bind" ? $"can write to {mount.Source}, which is bound to {mount.Target}"
            : $"can write to the volume at {mount.Target}";
    }
}
