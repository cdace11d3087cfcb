using Dxflow.Foundation.Processes;

namespace Dxflow.Runtimes.Process.Ending;

/// <summary>
/// Makes the processes of a task stand still, and go on: with its cgroup, which holds what forks meanwhile too, or else with SIGSTOP and
/// SIGCONT to each, again until no further one is found. The wrapper is none of them.
/// </summary>
internal static class TaskFreeze
{
    private const int PassesMax = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task SetAsync(ProcessTask task, bool isFrozen, TimeProvider time, CancellationToken cancel)
    {
        if (task.Cgroups.Freeze(isFrozen))
        {
            return;
        }

        // A task that was only just spawned has no process yet that would hear it.
        var before = -1;
        for (var pass = 0; pass < PassesMax && !task.Ended.IsCompleted; pass++)
        {
            var reached = LeftProcesses.Of([task])[0].Signal(isFrozen ? SignalNames.Stop : SignalNames.Continue);
            if (reached > 0 && (reached == before || !isFrozen))
            {
                return;
            }

            before = reached;
            await Task.Delay(Pause, time, cancel);
        }
    }
}
