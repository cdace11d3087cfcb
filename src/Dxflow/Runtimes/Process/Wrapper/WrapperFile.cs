using System.Security.Cryptography;
using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes.Process.Wrapper;

/// <summary>
/// The shell file that stands between the engine and a task, on this machine and on the nodes of a cluster: it makes the start durable
/// and outlives the engine. Written to the home once for each content, so that a new version never changes what an old task runs.
/// </summary>
internal static class WrapperFile
{
    public const string Shell = "/bin/sh";

    private const UnixFileMode ReadAndRun = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    /// <summary>The file's path below <paramref name="home"/>, made if it is missing or not what it should be.</summary>
    public static string Install(string home) => Install(home, "wrapper");

    /// <summary>The file that the wrapper takes in when the program has ended, on nodes of a cluster.</summary>
    public static string InstallAfter(string home) => Install(home, "node");

    private static string Install(string home, string name)
    {
        var content = Content(name + ".sh");
        var path = Path.Join(home, $"{name}-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}.sh");
        if (IsThere(path, content))
        {
            return path;
        }

        try
        {
            File.Delete(path + AtomicFile.TemporarySuffix);
            AtomicFile.Write(LocalDisk.Instance, path, content, ReadAndRun);
        }
        catch (DiskException) when (IsThere(path, content))
        {
            // Another engine, which shares the disk, was quicker.
        }

        return path;
    }

    private static bool IsThere(string path, byte[] content) =>
        File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);

    /// <summary>A shell file of ours, as it was built in.</summary>
    public static byte[] Content(string name)
    {
        using var stream = typeof(WrapperFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is missing from the program");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
