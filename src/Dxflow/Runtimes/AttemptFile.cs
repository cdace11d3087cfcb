using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes;

/// <summary>Reading the small files in an attempt's directory.</summary>
internal static class AttemptFile
{
    /// <summary>The file's beginning; null if there is no file, or no directory.</summary>
    public static byte[]? Read(string path, int bytesMax) => Read(path, bytesMax, out _);

    public static byte[]? Read(string path, int bytesMax, out DateTimeOffset writtenAt)
    {
        writtenAt = default;
        try
        {
            using var file = FileCalls.Open(path, Libc.ReadOnly);
            var stat = FileStat.Of(file, path);
            writtenAt = stat.ModifiedAt;
            var buffer = new byte[Math.Min(bytesMax, stat.Length)];
            return buffer[..FileCalls.Read(file, buffer, 0, path)];
        }
        catch (DiskException missing) when (missing.Errno is Errno.NoEntry or Errno.NotDirectory)
        {
            return null;
        }
    }
}
