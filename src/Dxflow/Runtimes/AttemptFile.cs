using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes;

/// <summary>Reading the small files in an attempt's directory.</summary>
internal static class AttemptFile
{
    /// <summary>The file's beginning; null if there is no file, or no directory, or something else in its place.</summary>
    public static byte[]? Read(string path, int bytesMax) => Read(path, bytesMax, out _);

    public static byte[]? Read(string path, int bytesMax, out DateTimeOffset writtenAt)
    {
        writtenAt = default;
        try
        {
            // The directory may be the task's too: what it may have put in place of the file is neither followed nor waited for.
            using var file = FileCalls.Open(path, Libc.ReadOnly | Libc.NoFollow | Libc.NonBlocking);
            var stat = FileStat.Of(file, path);
            if (stat.Kind is not (FileKind.Regular or FileKind.Directory))
            {
                return null;
            }

            writtenAt = stat.ModifiedAt;
            var buffer = new byte[Math.Min(bytesMax, stat.Length)];
            return buffer[..FileCalls.Read(file, buffer, 0, path)];
        }
        catch (DiskException missing) when (missing.Errno is Errno.NoEntry or Errno.NotDirectory or Errno.Loop or Errno.NoDevice)
        {
            return null;
        }
    }
}
