using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes.Process.Wrapper;

/// <summary>Reading the small files that a wrapper leaves.</summary>
internal static class AttemptFile
{
    /// <summary>The file's beginning; null if there is no file, or no directory.</summary>
    public static byte[]? Read(string path, int bytesMax)
    {
        try
        {
            using var file = FileCalls.Open(path, Libc.ReadOnly);
            var buffer = new byte[Math.Min(bytesMax, RandomAccess.GetLength(file))];
            return buffer[..FileCalls.Read(file, buffer, 0, path)];
        }
        catch (DiskException missing) when (missing.Errno is Errno.NoEntry or Errno.NotDirectory)
        {
            return null;
        }
    }
}
