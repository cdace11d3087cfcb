using System.Globalization;

namespace Dxflow.Engine;

/// <summary>What the kernel says of this process: <c>/proc/self/status</c> and <c>/proc/self/fd</c>.</summary>
internal readonly record struct ProcStatus(long ResidentBytes, int Threads, int OpenFiles)
{
    public static ProcStatus Read()
    {
        long resident = 0;
        var threads = 0;
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                resident = Number(line) * 1024;
            }
            else if (line.StartsWith("Threads:", StringComparison.Ordinal))
            {
                threads = (int)Number(line);
            }
        }

        return new ProcStatus(resident, threads, Directory.EnumerateFileSystemEntries("/proc/self/fd").Count());
    }

    private static long Number(string line) =>
        long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
