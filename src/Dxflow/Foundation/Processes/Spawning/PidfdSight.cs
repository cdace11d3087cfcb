namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>By pidfd and <c>/proc</c>: one thread for all, and a signal hits whom it is meant for.</summary>
internal sealed class PidfdSight(ReadyThread ready) : ISessionSight
{
    public IDisposable? Watch(int child, Action ended)
    {
        var handle = SafePidHandle.Open(child)!;
        try
        {
            ready.Watch(handle, toWrite: false, ended);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public bool Kill(int session, bool leaderHasEnded)
    {
        var all = new ProcessTree.Query(Mark: null, session);
        var left = ProcessTree.Find([all])[0];
        foreach (var process in left)
        {
            ProcessTree.Signal(process, all, SignalNames.Kill);
        }

        return left.Count > 0;
    }
}
