using System.Formats.Tar;
using Dxflow.Artifacts.Storing;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Artifacts.Packing;

/// <summary>
/// Files and directories as entries of a tar archive: their names and whether they can be executed, nothing else of them. From the disk
/// through <see cref="TreeReader"/>, links as what they lead to; or from the store.
/// </summary>
internal sealed class TarOutput(TarWriter tar, CancellationToken gone) : ITreeSink
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Goes into lists that nobody reads here.</summary>
    private const string Unread = "";

    public void AddDirectory(string path)
    {
        using var within = ConfinedDirectory.Open(path);
        new TreeReader(within, this).Add(".", Path.GetFileName(path), ArtifactKind.Dir);
    }

    /// <summary>A stored directory below a prefix, which ends in a slash or is empty.</summary>
    public void AddStored(ObjectShelf shelf, string sha256, string prefix)
    {
        foreach (var entry in new StoreCheck(shelf, gone).TreeOf(sha256))
        {
            if (entry.Kind == ArtifactKind.Dir)
            {
                WriteDirectory(prefix + entry.Name);
                AddStored(shelf, entry.Sha256, $"{prefix}{entry.Name}/");
            }
            else
            {
                WriteFile(
                    prefix + entry.Name, entry.Executable,
                    FileCalls.Open(shelf.PathOf(ArtifactKind.File, entry.Sha256), Libc.ReadOnly));
            }
        }
    }

    /// <summary>A stored file or directory, or a text.</summary>
    public void AddPart(ObjectShelf shelf, ArchivePart part)
    {
        if (part.Stored is not { } stored)
        {
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, part.Path) { Mode = Plain, DataStream = new MemoryStream(part.Text ?? []) });
        }
        else if (stored.Kind == ArtifactKind.Dir)
        {
            WriteDirectory(part.Path);
            AddStored(shelf, stored.Sha256, part.Path + "/");
        }
        else
        {
            WriteFile(part.Path, stored.Executable, FileCalls.Open(shelf.PathOf(ArtifactKind.File, stored.Sha256), Libc.ReadOnly));
        }
    }

    public (string Sha256, long Length) Add(SafeFileHandle source, FileStat stat, string path, string relative) =>
        (Unread, WriteFile(relative, stat.IsExecutable, source));

    public string AddTree(byte[] list, string relative)
    {
        WriteDirectory(relative);
        return Unread;
    }

    private long WriteFile(string name, bool executable, SafeFileHandle source)
    {
        gone.ThrowIfCancellationRequested();
        using var content = new FileStream(source, FileAccess.Read);
        using var cut = gone.UnsafeRegister(static file => ((Stream)file!).Dispose(), content);
        tar.WriteEntry(
            new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = executable ? Plain | Execute : Plain, DataStream = content });
        return content.Position;
    }

    private void WriteDirectory(string name) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, name) { Mode = Plain | Execute });
}
