using System.Runtime.InteropServices;

namespace Dxflow.Bench;

/// <summary>What the programs have cost that were started here and have ended, with all that they had started and waited for.</summary>
internal static partial class ChildrenTimes
{
    private const int Children = -1;
    private const int LongsOfUsage = 18;
    private const double Microseconds = 1e6;

    /// <summary>Processor time, user and system, in seconds.</summary>
    public static double CpuSeconds
    {
        get
        {
            Span<long> usage = stackalloc long[LongsOfUsage];
            return Usage(Children, usage) == 0
                ? usage[0] + usage[2] + ((usage[1] + usage[3]) / Microseconds)
                : throw new InvalidOperationException("getrusage failed");
        }
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int Usage(int who, Span<long> usage);
}
