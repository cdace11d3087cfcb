using System.Runtime.InteropServices;
using Dxflow.Foundation.Files;

namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// How a child ended: its code, or 128 + n for a death by signal n, and what it and all that it waited for used.
/// The kernel's peak of memory is left out: it begins with the pages of whoever started the child.
/// </summary>
internal readonly record struct ChildEnd(int Code, double CpuSeconds);

/// <summary>Our own children: only we may wait for them, and each exactly once.</summary>
internal static class ChildProcess
{
    /// <summary>Takes the end of a child that has ended; null if it has not, or is no child of ours.</summary>
    public static ChildEnd? Reap(int pid) => Wait(pid, Kernel.WaitNoHang);

    /// <summary>Ends a child at once. Its number is its own until it is reaped, so this can hit nobody else.</summary>
    public static ChildEnd? KillAndReap(int pid)
    {
        _ = Kernel.Kill(pid, SignalNames.Kill);
        return Wait(pid, 0);
    }

    /// <summary>
    /// Takes the ends of all children that have ended: of those that this process had before it became this program, and only
    /// before it has started any.
    /// </summary>
    public static void ReapInherited()
    {
        while (Kernel.Wait(-1, out _, Kernel.WaitNoHang, out _) > 0)
        {
            // Nobody asks how they ended: what they witnessed is in their files.
        }
    }

    private static ChildEnd? Wait(int pid, int options)
    {
        int result;
        Kernel.ResourceUsage usage;
        int status;
        do
        {
            result = Kernel.Wait(pid, out status, options, out usage);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return result == pid
            ? new ChildEnd(
                CodeOf(status),
                usage.UserSeconds + usage.SystemSeconds + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6))
            : null;
    }

    private static int CodeOf(int status) => (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
}
