using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Runtimes.Logs;

/// <summary>A task's two logs: files that the task itself appends to, so that the engine may come and go.</summary>
internal static class LogFile
{
    private const int BlockBytes = 1 << 20;

    public static string PathIn(string directory, bool error) => Path.Join(directory, error ? "stderr" : "stdout");

    public static SafeFileHandle Create(string directory, bool error) =>
        FileCalls.Open(PathIn(directory, error), Libc.WriteOnly | Libc.Append | Libc.Create);

    /// <summary>
    /// Gives back the disk's room of all but the last <paramref name="bytesMax"/>; offsets stay as they are, as the task goes on appending.
    /// False: this file system cannot.
    /// </summary>
    public static bool PunchHead(string path, long length, long bytesMax)
    {
        var end = (length - bytesMax) / BlockBytes * BlockBytes;
        if (end <= 0)
        {
            return true;
        }

        using var file = FileCalls.Open(path, Libc.ReadWrite | Libc.NoFollow | Libc.NonBlocking);
        return FileCalls.PunchHole(file, 0, end, path);
    }
}
