namespace Dxflow.Workflows.Planning;

/// <summary>What an attempt may have, by how many that counted were before it. Pure.</summary>
internal static class Growth
{
    private static readonly TimeSpan RunMax = TimeSpan.FromDays(3650);

    public static ResourcePlan Resources(NodePlan node, int before) => Of(node) is not { Memory: > 1 } grow || before <= 0 ? node.Resources
        : node.Resources with
        {
            BookedMemoryBytes = Bytes(node.Resources.BookedMemoryBytes, grow, before),
            LimitMemoryBytes = node.Resources.LimitMemoryBytes is { } limit ? Bytes(limit, grow, before) : null,
        };

    /// <summary>The limit of the time to run; null: there is none.</summary>
    public static TimeSpan? Run(NodePlan node, int before) => node.Step?.Timeout.Run is not { } run ? null
        : Of(node) is not { Run: > 1 } grow || before <= 0 ? run
        : TimeSpan.FromMilliseconds(Math.Round(Math.Min(
            run.TotalMilliseconds * Math.Pow(grow.Run, before), Math.Max(run.TotalMilliseconds, RunMax.TotalMilliseconds))));

    private static GrowPlan? Of(NodePlan node) => node.Step?.Retry.Grow;

    // What the machine had when the plan was made may be less than what the first attempt asks for: that stays as it is.
    private static long Bytes(long first, GrowPlan grow, int before) =>
        (long)Math.Min(first * Math.Pow(grow.Memory, before), Math.Max(first, grow.MemoryBytesMax));
}
