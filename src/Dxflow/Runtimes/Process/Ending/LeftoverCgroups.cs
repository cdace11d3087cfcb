using Dxflow.Foundation.Processes.Cgroups;

namespace Dxflow.Runtimes.Process.Ending;

/// <summary>
/// Removes the cgroups that an engine before this one left: those that were there when this began and in which nothing runs any more.
/// A minute later, or at the end, because until then the engine still asks how their tasks ended.
/// </summary>
internal sealed class LeftoverCgroups : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(1);

    private readonly CgroupRoot? cgroups;
    private readonly Func<string, bool> isLive;
    private readonly IReadOnlyList<string> tasks;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task later;

    public LeftoverCgroups(CgroupRoot? cgroups, Func<string, bool> isLive, TimeProvider time)
    {
        this.cgroups = cgroups;
        this.isLive = isLive;
        tasks = cgroups?.Tasks() ?? [];
        later = tasks.Count == 0 ? Task.CompletedTask : RemoveLaterAsync(time);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await later;
        stopping.Dispose();
    }

    private async Task RemoveLaterAsync(TimeProvider time)
    {
        await Task.Delay(Delay, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var task in tasks.Where(task => !isLive(task)))
        {
            cgroups!.Remove(task);
        }
    }
}
