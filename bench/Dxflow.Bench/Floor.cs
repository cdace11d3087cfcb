using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Bench;

/// <summary>
/// What the disk can do at best: the same bytes appended to one file and made durable as often, by one thread that does nothing else.
/// </summary>
internal static partial class Floor
{
    /// <summary>
    /// The time, in milliseconds, of <paramref name="syncs"/> appends of equal size that make up <paramref name="bytes"/>, each
    /// followed by an fdatasync.
    /// </summary>
    public static double Append(string path, long bytes, int syncs)
    {
        var chunk = new byte[Math.Max(1, bytes / syncs)];
        new Random(1).NextBytes(chunk);
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var watch = Stopwatch.GetTimestamp();
        for (var i = 0; i < syncs; i++)
        {
            RandomAccess.Write(file, chunk, (long)i * chunk.Length);
            if (Sync(file) != 0)
            {
                throw new InvalidOperationException($"fdatasync of {path} failed");
            }
        }

        return Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);
}
