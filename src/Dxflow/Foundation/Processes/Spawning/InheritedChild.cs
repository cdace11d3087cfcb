namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// A child that this process had before it became this program: nobody here waits for it, and its end would stay for good. Watching ends
/// nothing and asks nothing of it.
/// </summary>
internal static class InheritedChild
{
    /// <summary>Null where it is none; otherwise ends when its end has been taken.</summary>
    public static Task? Watch(int pid, ReadyThread ready)
    {
        if (ProcessStat.Read(pid) is not { } stat || stat.Parent != Environment.ProcessId || SafePidHandle.Open(pid) is not { } handle)
        {
            return null;
        }

        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            ready.Watch(handle, toWrite: false, () =>
            {
                ChildProcess.Reap(pid);
                handle.Dispose();
                taken.SetResult();
            });
            return taken.Task;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
