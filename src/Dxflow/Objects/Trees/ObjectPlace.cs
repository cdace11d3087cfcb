using Dxflow.Foundation.Files;
using Dxflow.Foundation.Files.Beneath;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Trees;

/// <summary>A name in an open directory, whether or not anything has it.</summary>
internal sealed record ObjectPlace(SafeFileHandle Directory, ObjectPath Path) : IDisposable
{
    public FileStat? Stat => FileStat.FindAt(Directory, Path.Name, Path.Text);

    /// <summary>Puts here what has another name, durably. What is here is replaced if that is wanted, and a file.</summary>
    public void Take(SafeFileHandle from, string name, bool replace)
    {
        Give(from, name, replace);
        FileCalls.SyncDirectory(DirectoryCalls.PathOf(Directory));
        FileCalls.SyncDirectory(DirectoryCalls.PathOf(from));
    }

    /// <summary>The same, without that it is durable yet.</summary>
    public void Give(SafeFileHandle from, string name, bool replace)
    {
        if (replace && Stat is { Kind: FileKind.Directory })
        {
            throw ObjectFaults.InTheWay(Path, "a directory, which is not replaced");
        }

        if (!BeneathCalls.TryRename(from, name, Directory, Path.Name, replace, Path.Text))
        {
            throw ObjectFaults.InTheWay(Path, "there already");
        }
    }

    public void Dispose() => Directory.Dispose();
}
