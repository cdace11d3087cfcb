using Dxflow.Foundation.Files;
using Dxflow.Workflows.Registry;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// Removes a directory with all that is in it, also where a program took its owner the right to change it. Links are removed, never
/// followed. Something that is gone already is no error, so a removal that a crash cut short can be done again.
/// </summary>
internal static class TreeRemoval
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A run's directory, with its attempts where they lie elsewhere.</summary>
    public static void DeleteRun(string directory)
    {
        if (new RunFiles(directory).Elsewhere is { } shared)
        {
            Delete(shared);
        }

        Delete(directory);
    }

    public static void Delete(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            Open(directory);
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Open(string directory)
    {
        File.SetUnixFileMode(directory, Owner);
        foreach (var inner in Directory.GetDirectories(directory))
        {
            if (FileStat.Find(inner) is { Kind: FileKind.Directory })
            {
                Open(inner);
            }
        }
    }
}
