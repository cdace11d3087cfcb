namespace Dxflow.Foundation.Processes.Cgroups;

/// <summary>
/// Where the cgroups of this process are, as directories: its own in the v2 hierarchy (which may stand beside v1), and in v1's
/// hierarchies of memory and cpu. Null is: not mounted. What is made below them stays inside whatever limits this process itself.
/// </summary>
internal sealed record CgroupMounts(string? Unified, string? Memory = null, string? Cpu = null)
{
    public static CgroupMounts Find() => Parse(ProcFile.ReadText("/proc/self/mountinfo"), ProcFile.ReadText("/proc/self/cgroup"));

    /// <summary>From the texts of <c>mountinfo</c> and <c>cgroup</c> (proc(5), cgroups(7)).</summary>
    public static CgroupMounts Parse(string mountInfo, string memberships)
    {
        var own = new Dictionary<string, string>();
        foreach (var line in memberships.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(':', 3) is [_, var controllers, var path])
            {
                foreach (var controller in controllers.Split(','))
                {
                    own[controller] = path;
                }
            }
        }

        string? unified = null, memory = null, cpu = null;
        foreach (var line in mountInfo.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(" - ", 2) is not [var left, var right]
                || left.Split(' ') is not [_, _, _, var root, var point, ..]
                || right.Split(' ') is not [var type, _, var options, ..])
            {
                continue;
            }

            var controllers = options.Split(',');
            unified ??= type == "cgroup2" ? Below(point, root, own.GetValueOrDefault("")) : null;
            memory ??= type == "cgroup" && controllers.Contains("memory") ? Below(point, root, own.GetValueOrDefault("memory")) : null;
            cpu ??= type == "cgroup" && controllers.Contains("cpu") ? Below(point, root, own.GetValueOrDefault("cpu")) : null;
        }

        return new CgroupMounts(unified, memory, cpu);
    }

    /// <summary>A mount may show only a part of the hierarchy, beginning at <paramref name="root"/>.</summary>
    private static string? Below(string point, string root, string? path)
    {
        if (path is null)
        {
            return null;
        }

        var mount = point.Replace("\\040", " ");
        var inside = root == "/" ? path : path.StartsWith(root, StringComparison.Ordinal) ? path[root.Length..] : "";
        return mount + inside.TrimEnd('/');
    }
}
