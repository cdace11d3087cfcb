using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Processes.Systems;

/// <summary>Which processes there are: <c>/proc</c> on Linux, libproc on macOS.</summary>
internal static unsafe partial class SystemProcesses
{
    /// <summary>Some may begin between the two questions.</summary>
    private const int Spare = 64;

    public static IEnumerable<int> All() => OperatingSystem.IsMacOS() ? Listed() : ProcFile.Pids();

    private static int[] Listed()
    {
        var pids = new int[Math.Max(0, List(null, 0)) + Spare];
        fixed (int* start = pids)
        {
            return pids[..Math.Clamp(List(start, pids.Length * sizeof(int)), 0, pids.Length)];
        }
    }

    /// <summary>How many there are, or were written.</summary>
    [LibraryImport("libc", EntryPoint = "proc_listallpids")]
    private static partial int List(int* pids, int bytes);
}
