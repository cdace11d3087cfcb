using Dxflow.Foundation.Files;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Commands.Syncing;

/// <summary>What a directory holds, on either side: its kind, the bytes of a file, and its checksum, where that is known by now.</summary>
internal sealed record SyncEntry(ObjectKind Kind, long Size, string? Sha256 = null, bool Executable = false);

/// <summary>
/// One of the two directories: all that is in it, by paths below it. Links and what is neither file nor directory are entries too, so that
/// nothing is ever written through one.
/// </summary>
internal sealed record SyncSide(SortedDictionary<string, SyncEntry> Entries)
{
    public static SyncEntry EntryOf(FileStat stat) => new(ObjectHold.KindOf(stat), stat.Length, null, stat.IsExecutable);

    /// <summary>A directory of this machine; what is in a linked directory is not looked at.</summary>
    public static SyncSide Here(string directory, CancellationToken cancel)
    {
        var all = new SortedDictionary<string, SyncEntry>(ByteOrder.Comparer);
        try
        {
            Add(new DirectoryInfo(directory), "");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Invalid, $"{directory} cannot be read: {failed.Message}", null, failed);
        }

        return new SyncSide(all);

        void Add(DirectoryInfo from, string prefix)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var found in from.EnumerateFileSystemInfos())
            {
                if (FileStat.Find(found.FullName) is not { } stat)
                {
                    continue;
                }

                var path = ObjectPath.ParseBelow(prefix + found.Name, found.FullName).Text;
                var entry = EntryOf(stat);
                all.Add(path, entry);
                if (entry.Kind == ObjectKind.Dir)
                {
                    Add((DirectoryInfo)found, path + "/");
                }
            }
        }
    }
}
