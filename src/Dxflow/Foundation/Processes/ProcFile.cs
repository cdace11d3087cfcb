using Dxflow.Foundation.Files;

namespace Dxflow.Foundation.Processes;

/// <summary>Small reads below <c>/proc</c>. A process that ends meanwhile, or is another user's, reads as nothing.</summary>
internal static class ProcFile
{
    public const string Root = "/proc";

    /// <summary>The file's beginning, as far as the buffer goes.</summary>
    public static ReadOnlySpan<byte> Read(int pid, string name, Span<byte> buffer) => Read($"{Root}/{pid}/{name}", buffer);

    public static ReadOnlySpan<byte> Read(string path, Span<byte> buffer)
    {
        try
        {
            using var file = FileCalls.Open(path, Libc.ReadOnly);
            return buffer[..FileCalls.Read(file, buffer, 0, path)];
        }
        catch (DiskException)
        {
            return [];
        }
    }

    public static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The numbers of all processes that are seen from here.</summary>
    public static IEnumerable<int> Pids()
    {
        foreach (var directory in Directory.EnumerateDirectories(Root))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), out var pid))
            {
                yield return pid;
            }
        }
    }
}
