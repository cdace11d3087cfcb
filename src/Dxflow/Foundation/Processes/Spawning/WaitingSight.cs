using System.Runtime.InteropServices;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes.Systems;

namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// By waitid, getsid and kill, which every Unix has. Each child costs a thread that sleeps until it ends, so this is for a few dozen.
/// Between looking whose session a process is in and killing it, another could have its number: for that it would have to end, and all
/// other numbers to be used up, in this moment.
/// </summary>
internal sealed unsafe partial class WaitingSight : ISessionSight
{
    private const int StackBytes = 128 * 1024;
    private const int WaitForPid = 1;

    public IDisposable? Watch(int child, Action ended)
    {
        var thread = new Thread(() =>
        {
            Wait(child);
            ended();
        }, StackBytes)
        { IsBackground = true, Name = "end of a program" };
        thread.Start();
        return null;
    }

    public bool Kill(int session, bool leaderHasEnded)
    {
        var isLeft = false;
        foreach (var pid in SystemProcesses.All())
        {
            if ((pid != session || !leaderHasEnded) && SessionOf(pid) == session)
            {
                _ = Kernel.Kill(pid, SignalNames.Kill);
                isLeft = true;
            }
        }

        return isLeft;
    }

    private static void Wait(int child)
    {
        // siginfo_t: 128 bytes at most, and nothing of it is read.
        var about = stackalloc byte[Kernel.OpaqueBytes];
        while (WaitUntil(WaitForPid, child, about, SystemNumbers.Here.WaitLeaving) < 0
            && Marshal.GetLastPInvokeError() == Errno.Interrupted)
        {
            // A signal of ours; it has not ended.
        }
    }

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitUntil(int kind, int child, byte* about, int options);

    /// <summary>-1: there is no such process.</summary>
    [LibraryImport("libc", EntryPoint = "getsid")]
    private static partial int SessionOf(int pid);
}
